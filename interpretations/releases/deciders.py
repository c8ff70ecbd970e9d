"""Who may decide which step: one rule for queue, button, verb and submission (P4)."""

from typing import Any

from django.contrib.auth import get_user_model

from interpretations.models import DepartmentPage, Release, ReviewStep


def may_decide(user: Any) -> Any:
    """Return the steps that this person may decide now; the one answer for queue and verb."""
    return ReviewStep.objects.open_for(user, DepartmentPage.objects.of(user))


def deciders(release: Release) -> list[Any]:
    """Return everybody who could take the current step now."""
    step = ReviewStep.objects.current().filter(release=release).first()
    return [] if step is None else [u for u in _people(step) if _may(u, step)]


def steps_without_reviewers(release: Release) -> list[str]:
    """Return the labels of undecided steps that nobody could decide as things stand.

    Authors and the submitter may not; a set like that stays frozen until somebody is
    appointed, or its department ends it.
    """
    barred = set(release.authors.values_list("pk", flat=True)) | {release.submitted_by_id}
    barred |= set(release.steps.filter(decision="approve").values_list("decided_by", flat=True))
    return [
        step.label
        for step in release.steps.undecided().prefetch_related("groups")
        if not any(_in_hands(user, step) for user in _people(step) if user.pk not in barred)
    ]


def _people(step: ReviewStep) -> list[Any]:
    people = get_user_model().objects.filter(is_active=True, groups__in=step.groups.all())
    return list(people.distinct())


def _in_hands(user: Any, step: ReviewStep) -> bool:
    mine = ReviewStep.objects.all().in_hands_of(user, DepartmentPage.objects.of(user))
    return mine.filter(pk=step.pk).exists()


def _may(user: Any, step: ReviewStep) -> bool:
    return may_decide(user).filter(pk=step.pk).exists()
