"""Who may decide which step: one rule for queue, button, verb and submission (P4).

A deputy decides the steps of the person for whom they stand in, and both have to be free to
decide: whoever wrote the set cannot have it approved by their deputy.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from interpretations.models import DepartmentPage, Release, ReviewStep
from interpretations.models.people import deputies_of, principals_of
from interpretations.models.review import ReviewStepQuerySet

NAMED = 3


def may_decide(user: Any) -> ReviewStepQuerySet:
    """Return the steps that this person may decide now; the one answer for queue and verb."""
    steps = Q(pk__in=_free_hands(user).values("pk"))
    for principal in principals_of(user):
        steps |= Q(pk__in=_free_hands(principal).free_of(user).values("pk"))
    return ReviewStep.objects.filter(steps)


def _free_hands(user: Any) -> ReviewStepQuerySet:
    return _hands(user).current().free_of(user)


def _hands(user: Any) -> ReviewStepQuerySet:
    return ReviewStep.objects.all().in_hands_of(user, DepartmentPage.objects.of(user))


def steps_in_hands(user: Any) -> ReviewStepQuerySet:
    """Return the steps, decided or not, that this person's groups decide, or a principal's."""
    steps = Q(pk__in=_hands(user).values("pk"))
    for principal in principals_of(user):
        steps |= Q(pk__in=_hands(principal).values("pk"))
    return ReviewStep.objects.filter(steps)


def principal_for(user: Any, step: ReviewStep) -> Any | None:
    """Return for whom this person would decide the step; None by their own right."""
    if _free_hands(user).filter(pk=step.pk).exists():
        return None
    for principal in principals_of(user):
        if _free_hands(principal).filter(pk=step.pk).exists():
            return principal
    return None


def deciders(release: Release) -> list[Any]:
    """Return everybody who could take the current step now."""
    step = ReviewStep.objects.current().filter(release=release).first()
    return [] if step is None else [user for user in _people(step) if _may(user, step)]


def who_can(release: Release, step: ReviewStep) -> str:
    """Say who can act: the groups of the step, and by name who could take it now."""
    return _named(step, [user.get_full_name() for user in deciders(release)])


def _named(step: ReviewStep, names: list[str]) -> str:
    if not names:
        return _("%s（现在没有人可以审，请管理员补上审核人）") % step.group_names
    shown = "、".join(names[:NAMED]) + (_("等") if len(names) > NAMED else "")
    return _("%(groups)s的%(names)s") % {"groups": step.group_names, "names": shown}


def steps_without_reviewers(release: Release) -> list[str]:
    """Return the labels of undecided steps that nobody could decide as things stand.

    Authors and the submitter may not; a set like that stays frozen until somebody is
    appointed, or its department ends it.
    """
    return [
        step.label
        for step in release.steps.undecided().prefetch_related("groups")
        if not any(_could(user, step) for user in _people(step))
    ]


def is_signer(user: Any, release: Release) -> bool:
    """Whether this person decides the last step, now or in time, or has decided it.

    Authors and the submitter do not, nor who decided another step (P4).
    """
    last = _last_step(release)
    return last is not None and user.is_active and _signs(user, last)


def who_signs(release: Release) -> str:
    """Say who sets the time: the groups of the last step, and by name who could now."""
    last = _last_step(release)
    if last is None:
        return _("没有签发的步骤")
    names = [user.get_full_name() for user in _people(last) if _signs(user, last)]
    return _named(last, names)


def _last_step(release: Release) -> ReviewStep | None:
    return release.steps.order_by("position").last()


def _signs(user: Any, last: ReviewStep) -> bool:
    return user.pk in (last.decided_by_id, last.on_behalf_of_id) or _could(user, last)


def _people(step: ReviewStep) -> list[Any]:
    people = get_user_model().objects.filter(is_active=True, groups__in=step.groups.all())
    members = list(people.distinct())
    return _without_doubles([*members, *deputies_of(members)])


def _without_doubles(users: Iterable[Any]) -> list[Any]:
    return list({user.pk: user for user in users}.values())


def _could(user: Any, step: ReviewStep) -> bool:
    """Whether this person could decide the step once it is its turn."""
    free = ReviewStep.objects.filter(pk=step.pk).free_of(user)
    return free.exists() and any(
        _hands(person).free_of(person).filter(pk=step.pk).exists()
        for person in (user, *principals_of(user))
    )


def _may(user: Any, step: ReviewStep) -> bool:
    return may_decide(user).filter(pk=step.pk).exists()
