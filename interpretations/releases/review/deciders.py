"""Who may decide which step: the rule, asked by queue, button and verb (P4).

`may_decide` gives the steps of a person, out of `ReviewStepQuerySet`. `deciders` and its like give
the people of a step, out of `people`: the inverse, for sentences that name them, which decides
nothing. `releases.promises.two_people` is the proof afterwards and shares no line with either.

A deputy decides the steps of the person for whom they stand in, and both have to be free to
decide: whoever wrote the set cannot have it approved by their deputy.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from interpretations.models import DepartmentPage, Release, ReviewStep
from interpretations.models.people import deputies_of, principals_of
from interpretations.models.review import ReviewStepQuerySet
from interpretations.releases.review.people import free_among, in_hands_of

NAMED = 3


def may_decide(user: Any) -> ReviewStepQuerySet:
    """Return the steps that this person may decide now."""
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
    return [] if step is None else _free(step, release, _barred(release))


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
    barred = _barred(release)
    undecided = release.steps.undecided().prefetch_related("groups")
    return [step.label for step in undecided if not _free(step, release, barred)]


def _free(step: ReviewStep, release: Release, barred: set[int]) -> list[Any]:
    return free_among(in_hands_of(step, release.department, release.target_department), barred)


def is_signer(user: Any, release: Release) -> bool:
    """Whether this person decides the last step, now or in time, or has decided it.

    Authors and the submitter do not, nor who decided another step (P4).
    """
    return user.pk in {signer.pk for signer in _signers(release)}


def who_signs(release: Release) -> str:
    """Say who sets the time: the groups of the last step, and by name who could now."""
    last = _last_step(release)
    if last is None:
        return _("没有签发的步骤")
    return _named(last, [signer.get_full_name() for signer in _signers(release)])


def _signers(release: Release) -> list[Any]:
    """Who decided the last step, in person or by deputy, and who could still decide it."""
    last = _last_step(release)
    if last is None:
        return []
    hands = in_hands_of(last, release.department, release.target_department)
    in_hands = {*hands, *deputies_of(hands)}
    signed = [person for person in (last.decided_by, last.on_behalf_of) if person in in_hands]
    people = [*signed, *_free(last, release, _barred(release))]
    return list({person.pk: person for person in people}.values())


def _last_step(release: Release) -> ReviewStep | None:
    return release.steps.order_by("position").last()


def _barred(release: Release) -> set[int]:
    """Who submitted the release, wrote in it, or decided a step of it, in person or by deputy."""
    decided = release.steps.values_list("decided_by", "on_behalf_of")
    people = {release.submitted_by_id, *release.authors.values_list("pk", flat=True)}
    return people.union(*decided) - {None}
