"""What the database and the disks say when Prometheus asks: nothing is counted beside them.

Seconds and bytes; a moment is seconds since 1970, 0 for never.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from editions import pointer
from interpretations.models import Edition, LedgerEntry, OutboxMessage, Release
from interpretations.models.kinds import ReleaseState
from interpretations.models.record import SchedulerHeartbeat
from interpretations.reading import health
from media import disk
from media.models import Recording, WorkerHeartbeat
from operations.backup.save import MARK

LATE = timedelta(seconds=60)  # what is due for longer should have gone out
LATELY = timedelta(hours=1)  # how long a release that was late is told: an alarm ends
# What runs by a timer; its unit touches this file in var/ when it has succeeded.
TASKS = {name: f"last-policy-{name}" for name in ("check", "witness", "tidy")}
FOLDERS = ("media", "originals", "work", "database")


class Figures(Collector):
    """Asked once for each scrape."""

    def collect(self) -> Iterator[Metric]:
        reasons = health.found.reasons()
        yield from _ready(reasons)
        yield from _disks()
        yield _gauge("policy_backup_timestamp", "When the last backup was finished", _backup())
        yield from _tasks()
        # What hung for `/readyz` is not waited for here.
        found = [] if "database" in reasons else _of_the_database()
        yield from found
        yield _gauge("policy_database_up", "1 where the database answers", bool(found))


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=value)


def _labelled(name: str, what: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for labelled, value in values.items():
        family.add_metric([labelled], value)
    return family


def _of_the_database() -> list[Metric]:
    """All that it says, or nothing where it does not answer."""
    try:
        return [*_editions(), *_releases(), *_queues(), *_heartbeats()]
    except Error:
        return []


def _ready(reasons: Mapping[str, str]) -> Iterator[Metric]:
    states = {name: name not in reasons for name in health.CHECKS}
    yield _labelled("policy_ready", "1 where /readyz finds nothing wrong", "check", states)


def _disks() -> Iterator[Metric]:
    free = {}
    for name, folder in zip(FOLDERS, disk.folders(), strict=False):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        found = os.statvfs(existing)
        free[name] = found.f_bavail * found.f_frsize
    yield _labelled("policy_disk_free_bytes", "Bytes that may still be written", "folder", free)


def _backup() -> float:
    with suppress(OSError, ValueError):
        return float(Path(settings.VAR_DIR, MARK).read_text(encoding="utf-8"))
    return 0


def _tasks() -> Iterator[Metric]:
    done = {name: _touched(Path(settings.VAR_DIR, mark)) for name, mark in TASKS.items()}
    yield _labelled("policy_task_timestamp", "When a timer's task last succeeded", "task", done)


def _touched(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0


def _editions() -> Iterator[Metric]:
    last = Release.objects.aggregate(last=Max("released_at"))["last"]
    yield _gauge("policy_edition", "Number of the public state", Edition.current())
    folder = pointer.current()
    yield _gauge(
        "policy_edition_timestamp", "Since when readers are in it", folder.stamp if folder else 0
    )
    yield _gauge("policy_release_timestamp", "When a set was released last", _moment(last))


def _releases() -> Iterator[Metric]:
    now = timezone.now()
    waiting = Release.objects.waiting()
    counts: dict[str, float] = {
        "in_review": Release.objects.filter(state=ReleaseState.IN_REVIEW).count(),
        "waiting": waiting.count(),
        "due": waiting.filter(due_at__lte=now).count(),
        "overdue": waiting.filter(due_at__lte=now - LATE).count(),
        "failed": _approved(failed_at__isnull=False),
        "held": _approved(held_at__isnull=False),
        "emergency": Release.objects.flagged().count(),
    }
    yield _labelled("policy_releases", "Releases that somebody waits for", "state", counts)
    yield _labelled("policy_release_late_seconds", "How late it was", "rank", _lateness())
    what = "How long the oldest emergency waits for its review"
    yield _gauge("policy_emergency_oldest_seconds", what, _unreviewed())


def _approved(**stopped: bool) -> int:
    return Release.objects.filter(state=ReleaseState.APPROVED, **stopped).count()


def _lateness() -> dict[str, float]:
    """Seconds that the newest release and the worst one of the last hour were late.

    One that a person resumed is late from then on: it kept its time, and that is long ago.
    """
    resumed = LedgerEntry.objects.filter(release=OuterRef("pk"), event=LedgerEntry.Event.RESUMED)
    last = Subquery(resumed.order_by("-pk").values("at")[:1])
    out = Release.objects.filter(
        released_at__gt=timezone.now() - LATELY, due_at__isnull=False
    ).annotate(ready_at=Greatest(F("due_at"), Coalesce(last, F("due_at"))))
    times = out.order_by("-released_at").values_list("released_at", "ready_at")
    seconds = [max(0.0, (released - ready).total_seconds()) for released, ready in times]
    return {"newest": seconds[0], "worst": max(seconds)} if seconds else {}


def _unreviewed() -> float:
    """For how many seconds the oldest emergency has waited for somebody else to review it."""
    oldest = Release.objects.flagged().aggregate(oldest=Min("released_at"))["oldest"]
    return (timezone.now() - oldest).total_seconds() if oldest else 0


def _queues() -> Iterator[Metric]:
    outbox = OutboxMessage.objects.filter(done_at__isnull=True).aggregate(
        all=Count("pk"), retried=Count("pk", filter=Q(attempts__gt=0)), oldest=Min("created_at")
    )
    counts: dict[str, float] = {"waiting": outbox["all"], "retried": outbox["retried"]}
    yield _labelled("policy_outbox", "Notices that were not sent yet", "state", counts)
    age = (timezone.now() - outbox["oldest"]).total_seconds() if outbox["oldest"] else 0
    yield _gauge("policy_outbox_oldest_seconds", "How long the oldest of them waits", age)
    found = Recording.objects.values_list("state").annotate(count=Count("pk"))
    states: dict[str, float] = {**dict.fromkeys(Recording.State.values, 0), **dict(found)}
    yield _labelled("policy_recordings", "Films and sound", "state", states)


def _heartbeats() -> Iterator[Metric]:
    beats = {
        "scheduler": _moment(SchedulerHeartbeat.objects.aggregate(last=Max("beat_at"))["last"]),
        "media": _moment(WorkerHeartbeat.objects.aggregate(last=Max("beat_at"))["last"]),
    }
    yield _labelled("policy_heartbeat_timestamp", "Last sign of life", "service", beats)


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0
