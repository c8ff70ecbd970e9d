"""The calendar: what is due goes out on the second, in order; what is old waits (P5)."""

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import LedgerEntry, Release, SchedulerHeartbeat
from interpretations.models.refusals import NotYours, Refusal, Stale
from interpretations.releases.execution.execute import (
    AWAY,
    Prepared,
    execute,
    prepare,
    record_failure,
)
from interpretations.releases.pins.shown_release import refuse_other_state
from interpretations.releases.records import ledger, outbox
from interpretations.releases.review.deciders import steps_in_hands
from interpretations.releases.review.end import locked

logger = logging.getLogger(__name__)


def due_soon(now: datetime) -> list[int]:
    """Return whose files are to be read now, so that the instant only flips; first to last."""
    horizon = now + timedelta(seconds=settings.RELEASE_FILE_CHECK_SECONDS)
    soon = Release.objects.waiting().filter(due_at__lte=horizon)
    return list(soon.values_list("pk", flat=True))


def read_files(pk: int) -> Prepared | None:
    """Read the files of one release; None if they cannot be had now. Never raises."""
    try:
        return _read_or_stop(pk)
    except Exception as error:
        # The database is away: the next try reads the state again.
        logger.warning("release %s: %s; trying again", pk, error)
        return None


def _read_or_stop(pk: int) -> Prepared | None:
    try:
        return prepare(pk)
    except Refusal as refusal:
        record_failure(pk, str(refusal))
    except Error:
        raise
    except Exception as error:
        # A store that does not answer now may do so in time; when it is time, people are told.
        logger.warning("release %s: files not read: %s", pk, error)
        if Release.objects.waiting().filter(pk=pk, due_at__lte=timezone.now()).exists():
            record_failure(pk, _("程序出错，没有发布：%s") % type(error).__name__)
    return None


def release_due(prepared: dict[int, Prepared] | None = None) -> list[Release]:
    """Release what is due now, one after the other; return what went out.

    One that fails is stopped and told to its owners; the others go on. Where `prepared` is
    given, a release that is not in it yet is passed over: nobody waits for its files.
    """
    hold_overdue(timezone.now())
    released: list[Release] = []
    tried: set[int] = set()
    while pk := _next_due(tried):
        tried.add(pk)
        if prepared is not None and pk not in prepared:
            continue
        if release := _try(pk, prepared[pk] if prepared else None):
            released.append(release)
    return released


def addresses(releases: list[Release]) -> list[str]:
    """The public addresses of what these releases changed, without host."""
    pages = Page.objects.filter(release_items__release__in=releases).distinct()
    return [urlsplit(url).path for page in pages if (url := page.get_url())]


def _next_due(tried: set[int]) -> int | None:
    due = Release.objects.due(timezone.now()).exclude(pk__in=tried)
    return due.values_list("pk", flat=True).first()


def _try(pk: int, prepared: Prepared | None) -> Release | None:
    try:
        release = execute(pk, prepared)
    except Stale:
        return None
    except Refusal as refusal:
        # The reason stands on its page: it may name people.
        logger.error("release %s refused: %s", pk, type(refusal).__name__)
        return None
    except AWAY as error:
        # "Not acknowledged" never means "not released": the next round reads the state again.
        logger.warning("release %s: %s; trying again", pk, error)
        return None
    except Exception:
        return None  # written down and logged by execute
    logger.info("released %s in edition %s", release.pk, release.edition)
    return release


def hold_overdue(now: datetime) -> None:
    """Let what is overdue by too much wait for a person, unless one has just resumed it (P5)."""
    limit = now - timedelta(hours=settings.RELEASE_OVERDUE_HOURS)
    resumed = LedgerEntry.objects.filter(
        release=OuterRef("pk"), event=LedgerEntry.Event.RESUMED, at__gte=limit
    )
    overdue = Release.objects.waiting().filter(~Exists(resumed), due_at__lt=limit)
    for pk in list(overdue.values_list("pk", flat=True)):
        with transaction.atomic():
            held = Release.objects.waiting().filter(pk=pk).update(held_at=now)
            if held:
                ledger.write(Release.objects.get(pk=pk), LedgerEntry.Event.HELD)
                outbox.put("notice", release=pk, event="held")


def why_not_resume(release: Release, user: Any) -> Refusal | None:
    """Return why this person may not let a stopped release go out; None if they may."""
    if not release.is_stopped:
        return Stale(_("这张发布单没有停下，不用恢复。"))
    if user.is_active and _is_theirs_to_resume(release, user):
        return None
    return NotYours(_("恢复发布要由审核人确认。"))


def _is_theirs_to_resume(release: Release, user: Any) -> bool:
    """A held release waits for a reviewer; a failed one also for its submitter."""
    reviewer = steps_in_hands(user).filter(release=release).exists()
    if release.held_at:
        return reviewer and release.submitted_by_id != user.pk
    return reviewer or release.submitted_by_id == user.pk


@transaction.atomic
def resume(release_id: int, user: Any, shown: str | None = None) -> Release:
    """Let a stopped release go out: at its time, or now if that has passed.

    It keeps its time, and with it its place before later ones of the same document.
    """
    release = locked(release_id)
    if refusal := why_not_resume(release, user):
        raise refusal
    refuse_other_state(release, shown)
    release.failed_at = release.held_at = None
    release.failure = ""
    release.save(update_fields=["failed_at", "held_at", "failure"])
    ledger.write(release, LedgerEntry.Event.RESUMED, user.get_full_name())
    return release


def beat(name: str) -> None:
    """Say that this scheduler is alive (docs/contract.md, Addresses)."""
    SchedulerHeartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def seconds_to_next(now: datetime, longest: float) -> float:
    """Return how long to sleep: until the next release is due, at most `longest` seconds."""
    due_at = (
        Release.objects.waiting().filter(due_at__gt=now).values_list("due_at", flat=True).first()
    )
    return longest if due_at is None else min(longest, max(0.0, (due_at - now).total_seconds()))


def checkpoint() -> None:
    """Fold back what of SQLite's log nobody reads: many readers starve the automatic checkpoint.

    PASSIVE waits for nobody, so the next release is not late (docs/snapshot.md, trap 7).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def truncate_log() -> None:
    """Fold all of SQLite's log back and empty it, unless somebody is just using it.

    It would wait for the slowest reader, as long as `busy_timeout` says; a backup that
    reads for minutes must not stop the scheduler. Busy is no error: there is a next time.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0").fetchall()
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except OperationalError as error:
            logger.info("log not emptied: %s", error)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}").fetchall()
