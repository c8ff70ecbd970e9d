"""A signer sets when a release goes out, and changes it until it is out: no new round (P5).

The time stands outside the seal (docs/decisions/0053-signers-set-the-time.md): what was approved is
the content. What the submitter insists on, 不早于, is sealed and binds signers too.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.models import LedgerEntry, Release
from interpretations.models.kinds import ReleaseState
from interpretations.models.refusals import Incomplete, NotYours, Refusal, Stale
from interpretations.releases.pins.shown_release import refuse_other_state
from interpretations.releases.records import ledger, outbox
from interpretations.releases.records.times import times_of
from interpretations.releases.review.deciders import is_signer, who_signs
from interpretations.releases.review.end import locked
from interpretations.releases.submission.completeness import far_findings, time_findings


def why_not_set_time(release: Release, user: Any) -> Refusal | None:
    """Return why this person may not set the time of a release; None if they may."""
    if not release.is_open:
        return Stale(_("这张发布单已经结束（%s），不能再定时间。") % release.get_state_display())
    if release.emergency:
        return Stale(_("紧急处置不等时间，不能另定。问题处理好后请恢复发布；不做了，请取回。"))
    if is_signer(user, release):
        return None
    return NotYours(_("生效时间由签发人定：%s。") % who_signs(release))


@transaction.atomic
def set_time(
    release_id: int,
    user: Any,
    moment: datetime | None,
    why: str = "",
    shown: str | None = None,
) -> Release:
    """Let a release go out at this moment, or once it is approved (None); tell its people.

    `shown` is what the form showed of it, None for code.

    Raises `NotAsShown`, `Stale` once it is out or ended, `NotYours`, `Incomplete` for a time that
    cannot be; an emergency has none. One that was held because it is overdue is confirmed by its
    new time; one that failed still has to be mended and resumed.
    """
    release = locked(release_id)
    if refusal := why_not_set_time(release, user):
        raise refusal
    refuse_other_state(release, shown)
    if moment == release.scheduled_for and not release.is_stopped:
        raise Incomplete(_("生效时间没有改，还是原来定的。"))
    _refuse_impossible(release, moment, timezone.now())
    write_time(release, moment, user.get_full_name(), why.strip())
    outbox.put("notice", release=release.pk, event="rescheduled")
    return release


def write_time(release: Release, moment: datetime | None, who: str, why: str = "") -> None:
    """Write a time that may be set into the release and its ledger; needs the row's lock."""
    release.scheduled_for = moment
    if release.state == ReleaseState.APPROVED:
        release.due_at = release.due_if_set_at(timezone.now())
        release.held_at = None
    release.save(update_fields=["scheduled_for", "due_at", "held_at"])
    ledger.write(release, LedgerEntry.Event.RESCHEDULED, who, why, **times_of(release))


def _refuse_impossible(release: Release, moment: datetime | None, now: datetime) -> None:
    if moment is None:
        return
    if release.feature_until and timezone.localdate(moment) > release.feature_until:
        raise Incomplete(_("置顶到这一天以前就结束了，请定得早一些。"))
    if release.not_before and moment < release.not_before:
        earliest = date_format(timezone.localtime(release.not_before), _("Y年n月j日 H:i"))
        raise Incomplete(_("送审人要求不早于 %s，请定在这以后。") % earliest)
    if moment <= now:
        raise Incomplete(_("这个时间已经过去，请改为以后的时间，或选择立即生效。"))
    in_review = release.state == ReleaseState.IN_REVIEW
    for finding in time_findings(moment, now) if in_review else far_findings(moment, now):
        raise Incomplete(finding.sentence)
