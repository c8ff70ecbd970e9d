"""The emergency path: a set goes out or comes off at once; others review it afterwards (P4)."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interpretations.models import LedgerEntry, PolicyPage, Release
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import OPEN_STATES, ReleaseState
from interpretations.models.refusals import Incomplete, NotAsShown, NotYours, Stale
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.pins.shown import Shown
from interpretations.releases.records import ledger, outbox
from interpretations.releases.records.times import times_of
from interpretations.releases.review.end import close
from interpretations.releases.submission.rights import may_act_in_emergency
from interpretations.releases.submission.submit import Submission, lock_members, submit

TRIES = 5  # somebody else submits the set in the very instant; nobody does so five times


class _Overtaken(Stale):
    """Somebody submitted the set between two locks: what was locked is not all of it."""

    sentence = gettext_lazy("这组内容正好有人在送审。请再试一次。")


def act_in_emergency(
    policy_id: int,
    user: Any,
    kind: str,
    reason: str,
    note: str = "",
    shown: Shown | None = None,
) -> Release:
    """Release or withdraw a whole set now; it stays flagged until somebody else has agreed.

    Whatever is under way for this set is ended first. `shown` is what the form showed, None for
    code. Raises what `submit` and `execute` raise, `NotYours` without the permission,
    `Incomplete` without a reason.
    """
    if not may_act_in_emergency(user):
        raise NotYours(_("您没有紧急发布的权限。可以由有这项权限的值班负责人处理。"))
    if kind not in kinds_where("in_emergency"):
        raise Incomplete(_("紧急处置只有两种：整组发布，整组撤回。"))
    if not reason.strip():
        raise Incomplete(_("请写明紧急的理由，事后审核的人会看到。"))
    submission = Submission(
        kind=kind,
        note=note.strip(),
        emergency_reason=reason.strip(),
        confirm_all=True,
        shown=shown,
    )
    for tries_left in reversed(range(TRIES)):
        try:
            release = _submit_whole_set(policy_id, user, submission)
        except _Overtaken:
            if not tries_left:
                raise
        else:
            break
    return _executed(release)


def _executed(release: Release) -> Release:
    """Execute; the scheduler may have been quicker, which is as good."""
    try:
        return execute(release.pk)
    except Stale:
        release.refresh_from_db()
        if release.state != ReleaseState.RELEASED:
            raise
        return release


@transaction.atomic
def _submit_whole_set(policy_id: int, user: Any, submission: Submission) -> Release:
    policy, reason = PolicyPage.objects.get(pk=policy_id), submission.emergency_reason
    _end_what_is_under_way(policy, user, reason, submission.shown)
    ids = frozenset(page.pk for page in candidates(policy, submission.kind))
    release = submit(policy_id, user, replace(submission, page_ids=ids))
    now = timezone.now()
    release.state, release.approved_at, release.due_at = ReleaseState.APPROVED, now, now
    release.save(update_fields=["state", "approved_at", "due_at"])
    who = user.get_full_name()
    ledger.write(release, LedgerEntry.Event.EMERGENCY, who, reason, **times_of(release))
    return release


def under_way(policy: PolicyPage) -> QuerySet[Release]:
    """Return the open releases of a set, which an emergency would end."""
    return Release.objects.filter(state__in=OPEN_STATES, items__policy=policy).distinct()


def _end_what_is_under_way(policy: PolicyPage, user: Any, reason: str, shown: Shown | None) -> None:
    """An emergency waits for no review: open releases of the set go back to their drafters.

    Locks releases, then pages, then the ledger, as executing and submitting do.
    """
    open_releases = under_way(policy)
    ids = sorted(open_releases.values_list("pk", flat=True))
    if shown is not None and shown.under_way != set(ids):
        raise NotAsShown(
            _(
                "您打开页面以后，这组内容的审核变了：有人送审，或者审完、退回了。没有做成，"
                "您填写的都还在。请看清下面现在的内容，再按一次。"
            )
        )
    # Asked again with the lock: one that went out meanwhile has ended by itself.
    still_open = Release.objects.filter(pk__in=ids, state__in=OPEN_STATES)
    locked = list(still_open.select_for_update().order_by("pk"))
    lock_members([policy])
    if open_releases.exclude(pk__in=ids).exists():
        raise _Overtaken
    # Kept for ever and read by everybody: in the site's language, not one person's.
    with translation.override(settings.LANGUAGE_CODE):
        why = _("因紧急处置停下：%s") % reason
    for release in locked:
        close(release, LedgerEntry.Event.TAKEN_BACK, user.get_full_name(), why)
        outbox.put("notice", release=release.pk, event="returned")
