"""What may be forgotten, and after how long: never a line of the ledger.

Records of what people did are kept for `RECORDS_KEPT_DAYS`, at least six months (Cybersecurity
Law of the PRC, article 21, 3). Notices that tell the ledger's end stay: they are its witnesses.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from interpretations.models import OutboxMessage, SchedulerHeartbeat
from media.models import WorkerHeartbeat

LEAST_DAYS = 183
DEAD = timedelta(days=1)  # a process that was not seen for so long is none
AT_A_TIME = 500  # rows: a release never waits for more


def forget_records() -> dict[str, int]:
    """Delete what is old enough; return how many rows of each table."""
    now = timezone.now()
    cutoff = now - timedelta(days=max(settings.RECORDS_KEPT_DAYS, LEAST_DAYS))
    return {
        rows.model._meta.label: _delete(rows)
        for rows in (*_records(cutoff), *_signs_of_life(now), _sessions(now))
    }


def _records(cutoff: datetime) -> tuple[QuerySet[Any], ...]:
    sent = OutboxMessage.objects.filter(done_at__lt=cutoff).exclude(payload__has_key="head")
    tries = (AccessAttempt, AccessFailureLog, AccessLog)
    return (sent, *(model.objects.filter(attempt_time__lt=cutoff) for model in tries))


def _signs_of_life(now: datetime) -> tuple[QuerySet[Any], ...]:
    models = (SchedulerHeartbeat, WorkerHeartbeat)
    return tuple(model._default_manager.filter(beat_at__lt=now - DEAD) for model in models)


def _sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def _delete(rows: QuerySet[Any]) -> int:
    """Delete in small transactions."""
    count = 0
    while numbers := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        rows.model._default_manager.filter(pk__in=numbers).delete()
        count += len(numbers)
    return count
