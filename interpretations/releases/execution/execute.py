"""Executing a release: at one instant all members are public, or none (P1, P5, P6).

Everything slow is done in `prepare`, before the time; `execute` is one short transaction.
"""

import logging
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files.storage import Storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from editions.pointer import Stuck
from interpretations.models import (
    Edition,
    Exemption,
    LedgerEntry,
    Publication,
    Release,
    ReleaseItem,
    ReleaseReference,
)
from interpretations.models.guard.gate import gate
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import (
    EmergencyState,
    ItemAction,
    ReleaseState,
)
from interpretations.models.refusals import Changed, Incomplete, ReadersStay, Refusal, Stale
from interpretations.models.turning import taking_back
from interpretations.releases.execution.feature import feature
from interpretations.releases.execution.objections import settle_objections
from interpretations.releases.execution.publish import keep, publish, refuse_half_a_set
from interpretations.releases.execution.ready import Ready, make_ready
from interpretations.releases.execution.remove import remove
from interpretations.releases.execution.transfer import transfer
from interpretations.releases.pins.linked import left_behind, lost_links, told
from interpretations.releases.pins.outcome import Move, move_of, problems
from interpretations.releases.pins.references import pinned_rows
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.promises.two_people import UNAPPROVED, approval_violations
from interpretations.releases.records import facts, ledger, outbox
from media import disk
from media.fingerprint import StoredBytes, stored_bytes, unchanged

logger = logging.getLogger(__name__)

# The database is busy or gone: nothing is wrong with the release.
AWAY = (OperationalError, InterfaceError)
READINGS = 5  # of files that are touched meanwhile; one more reading is nearly always enough


@dataclass(frozen=True)
class Prepared:
    """What is slow and was done before the time.

    `seen` are the bytes of every pinned file: reference id -> bytes; `built` is what the pinned
    revisions would publish: item id -> page and what is derived of it.
    """

    release_id: int
    seen: dict[int, StoredBytes]
    built: dict[int, Ready] = field(default_factory=dict)


class Touched(Changed):
    """A file is not as it was when it was read: it may be another, or only have one more link."""


def prepare(release_id: int, earlier: Prepared | None = None) -> Prepared:
    """Read every pinned file and compare it with what was approved; raises `Changed`.

    What was read `earlier` and has not been touched since is not read again.
    """
    seen = {}
    known = earlier.seen if earlier else {}
    for pk, storage, name, sha256 in _pinned_files(release_id):
        before = known.get(pk)
        if before and unchanged(storage, name, before):
            seen[pk] = before
            continue
        try:
            seen[pk] = stored_bytes(storage, name)
        except FileNotFoundError as error:
            raise Changed(_("文件「%s」不见了，不能发布。") % name) from error
        if seen[pk].sha256 != sha256:
            raise Changed(_("文件「%s」与送审时不一致，不能发布。请退回后重新送审。") % name)
    return Prepared(release_id, seen, _built(release_id))


def _built(release_id: int) -> dict[int, Ready]:
    items = ReleaseItem.objects.filter(release_id=release_id, action=ItemAction.PUBLISH)
    return {item.pk: make_ready(item) for item in items.select_related("revision")}


def _pinned_files(release_id: int) -> Iterator[tuple[int, Storage, str, str]]:
    """Reference, storage, name there and pinned hash of every file of a release.

    Raises `Changed` if nothing says any more where one lies.
    """
    pinned = ReleaseReference.objects.filter(item__release=release_id).exclude(sha256="")
    references = list(pinned.order_by("item__position", "pk"))
    rows = pinned_rows(references)
    for reference in references:
        if (row := rows.get(reference.pk)) is None:
            raise Changed(_("送审时用到的文件已经不在，不能发布。请退回后重新送审。"))
        yield reference.pk, row.file.storage, row.file.name, reference.sha256


def execute(release_id: int, prepared: Prepared | None = None) -> Release:
    """Make the whole set public now.

    Raises `Stale` if it is not due or somebody else released it, and another `Refusal`
    if it must not go out: then the failure is written down for its owners. A lock that
    was not to be had, or a lost connection, raises one of `AWAY`: try again later.
    """
    # What is written down is read by everybody: in the site's language, not one person's.
    with translation.override(settings.LANGUAGE_CODE):
        return _execute(release_id, prepared)


def _execute(release_id: int, prepared: Prepared | None) -> Release:
    try:
        prepared = prepared or prepare(release_id)
        with taking_back() if _takes_back(release_id) else nullcontext():
            return _flip_as_read(release_id, prepared)
    except Stuck as error:
        logger.error("release %s: %s; trying again", release_id, error)
        raise ReadersStay from error
    except (Stale, *AWAY):
        raise
    except Refusal as refusal:
        record_failure(release_id, str(refusal))
        raise
    except Exception as error:
        if disk.is_full(error):  # nothing is wrong with the release: it waits for room
            raise
        logger.exception("release %s", release_id)
        record_failure(release_id, _("程序出错，没有发布：%s") % type(error).__name__)
        raise


def _flip_as_read(release_id: int, prepared: Prepared) -> Release:
    """Flip; what was touched since it was read is read once more, outside the transaction.

    A public picture gets a link in the folder of each edition on its first read there, and loses
    it with the folder. Both touch its file, which other releases may have read already.
    """
    for _again in range(READINGS - 1):
        try:
            return _flip(release_id, prepared)
        except Touched:
            prepared = prepare(release_id, prepared)
    return _flip(release_id, prepared)


def _takes_back(release_id: int) -> bool:
    """Whether something that readers have now must not be read a moment longer."""
    release = Release.objects.get(pk=release_id)
    return bool(release.emergency) or rule(release.kind).removes or rule(release.kind).moves


@transaction.atomic(durable=True)
def _flip(release_id: int, prepared: Prepared) -> Release:
    # The first statement writes: a row lock on PostgreSQL, the write lock on SQLite.
    edition = Edition.raise_number()
    now = timezone.now()
    items = list(
        ReleaseItem.objects.filter(release_id=release_id)
        .select_related("revision", "page", "exemption")
        .order_by("position")
    )
    moves = [_move_of(item, prepared.built.get(item.pk)) for item in items]
    with gate(_pages_changed(moves)):
        release = _claim(release_id, edition, now)
        _verify(release, prepared)
        if sentences := problems(moves):
            raise Incomplete("".join(sentences))
        if lost := lost_links(moves):
            raise Incomplete("".join(told(lost)))
        told_later = left_behind(moves)
        _carry_out(release, items, now, prepared)
        refuse_half_a_set(release)
        release.items.update(open=False)
        ledger.write(
            release, LedgerEntry.Event.RELEASED, edition=edition, first=_first_dates(release)
        )
        settle_objections(release)
        outbox.put("notice", release=release.pk, event="released")
        for interpretation, documents in told_later.items():
            outbox.put("clauses_gone", interpretation=interpretation, documents=documents)
    return release


def _first_dates(release: Release) -> dict[int, str]:
    """Since when each member is public, page by page; those that are not are left out."""
    public = Publication.objects.filter(item__release=release)
    return {
        page_id: facts.moment(time) for page_id, time in public.values_list("page", "released_at")
    }


def _move_of(item: ReleaseItem, built: Ready | None) -> Move:
    """What the pinned revision of a member would do to the public state."""
    exempt = bool(item.exemption_id)
    if item.action != ItemAction.PUBLISH:
        return Move(item.page_id, item.policy_id, item.action, exempt=exempt)
    shown = built.shown if built else item.revision.as_object()
    return move_of(shown, item.policy_id, item.action, exempt)


def _pages_changed(moves: list[Move]) -> set[int]:
    """The members, and exempt documents that they explain from now on."""
    explained = {policy_id for move in moves for policy_id in move.explains}
    exempt = Exemption.objects.filter(page__in=explained).values_list("page_id", flat=True)
    return {move.page_id for move in moves}.union(exempt)


def _carry_out(
    release: Release, items: list[ReleaseItem], now: datetime, prepared: Prepared
) -> None:
    """Do to each member what was approved, then what concerns the set as a whole."""
    if published := [item for item in items if item.action == ItemAction.PUBLISH]:
        # Publishing uses them up: after a fault the next try builds others.
        built = {item.pk: prepared.built.pop(item.pk, None) for item in published}
        publish(release, published, now, built)
    for item in items:
        if item.action == ItemAction.REMOVE:
            remove(release, item, now)
    if rule(release.kind).moves:
        transfer(release, items, now)
    for item in items:
        if item.action == ItemAction.KEEP:
            keep(item)
    if rule(release.kind).features:
        feature(release, items)


def _claim(release_id: int, edition: int, now: datetime) -> Release:
    """Decide by one conditional update who releases; the loser finds nothing to do."""
    claimed = Release.objects.filter(
        pk=release_id, state=ReleaseState.APPROVED, due_at__lte=now
    ).update(
        state=ReleaseState.RELEASED,
        released_at=now,
        ended_at=now,
        edition=edition,
        failed_at=None,
        failure="",
        held_at=None,
    )
    if not claimed:
        raise Stale(_("这张发布单还没到时间，或已经发布。"))
    return Release.objects.get(pk=release_id)


def _verify(release: Release, prepared: Prepared) -> None:
    """Every step decided for exactly this seal; every file still the one that was read."""
    if seal_of(release) != release.seal:
        raise Changed(_("审核过的内容与发布单不一致，不能发布。请退回后重新送审。"))
    _refuse_unapproved(release)
    for pk, storage, name, _sha256 in _pinned_files(release.pk):
        seen = prepared.seen.get(pk)
        if seen is None or not unchanged(storage, name, seen):
            raise Touched(_("文件「%s」与送审时不一致，不能发布。请退回后重新送审。") % name)


def _refuse_unapproved(release: Release) -> None:
    """Look at who decided: a row written by hand is no approval (P4)."""
    reviewed_later = release.emergency == EmergencyState.UNREVIEWED
    for violation in approval_violations(release, reviewed_later=reviewed_later):
        if violation.problem not in UNAPPROVED.values():
            raise Changed(_("审核记录不完整，不能发布。请退回后重新送审。"))
        if release.steps.undecided().exists() or not release.steps.exists():
            raise Incomplete(_("审核还没有走完，不能发布。"))
        raise Changed(_("审核过的内容与发布单不一致，不能发布。请退回后重新送审。"))


def record_failure(release_id: int, sentence: str) -> None:
    """Stop the release and tell its owners why; it can be mended and resumed (P5)."""
    with transaction.atomic():
        stopped = Release.objects.filter(
            pk=release_id, state=ReleaseState.APPROVED, failed_at__isnull=True
        ).update(failed_at=timezone.now(), failure=sentence)
        if stopped:
            release = Release.objects.get(pk=release_id)
            ledger.write(release, LedgerEntry.Event.FAILED, why=sentence)
            outbox.put("notice", release=release_id, event="failed")
