"""Ending a release without publishing: a return by a reviewer, or taken back (P3)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import DepartmentPage, LedgerEntry, Release
from interpretations.models.kinds import ReleaseState
from interpretations.models.refusals import Incomplete, NotYours, Refusal, Stale
from interpretations.releases.pins.freeze import release_files_from_freeze
from interpretations.releases.pins.shown_release import refuse_other_state
from interpretations.releases.records import ledger, outbox
from interpretations.releases.review.deciders import deciders, steps_in_hands


def locked(release_id: int) -> Release:
    """Return the release under a row lock; needs a transaction."""
    return Release.objects.select_for_update().get(pk=release_id)


def close(release: Release, event: str, who: str, why: str, **data: Any) -> None:
    """End an open release: its members can be edited again. `data` is for its line."""
    release.state = ReleaseState.RETURNED
    release.ended_at = timezone.now()
    release.end_reason = why
    release.save(update_fields=["state", "ended_at", "end_reason"])
    release.items.update(open=False)
    release_files_from_freeze(release)
    ledger.write(release, event, who, why, **data)


def why_not_take_back(release: Release, user: Any) -> Refusal | None:
    """Return why this person may not end the release before it goes out; None if they may.

    The submitter may, and whoever reviews it once it is approved. One that is stuck, because
    its submitter is gone or nobody can decide it, may be ended by any of its reviewers and by
    the people of its department.
    """
    if not release.is_open:
        return Stale(_("这张发布单已经结束，不能取回。"))
    if user.is_active and _is_theirs_to_end(release, user):
        return None
    return NotYours(_("只有送审人可以取回；已通过待发布的，审核人也可以停下。"))


def _is_theirs_to_end(release: Release, user: Any) -> bool:
    if release.submitted_by_id == user.pk:
        return True
    departments = DepartmentPage.objects.of(user)
    reviewer = steps_in_hands(user).filter(release=release).exists()
    if release.state == ReleaseState.APPROVED:
        return reviewer
    colleague = user.is_superuser or departments.filter(pk=release.department_id).exists()
    return (reviewer or colleague) and _stuck(release)


def _stuck(release: Release) -> bool:
    return not release.submitted_by.is_active or not deciders(release)


@transaction.atomic
def take_back(release_id: int, user: Any, why: str, shown: str | None = None) -> Release:
    """End an open release before it goes out; says why; the set becomes editable."""
    release = locked(release_id)
    if refusal := why_not_take_back(release, user):
        raise refusal
    refuse_other_state(release, shown)
    if not why.strip():
        raise Incomplete(_("请写明理由。"))
    close(release, LedgerEntry.Event.TAKEN_BACK, user.get_full_name(), why.strip())
    outbox.put("notice", release=release.pk, event="returned")
    return release
