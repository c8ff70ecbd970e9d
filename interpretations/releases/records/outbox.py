"""The outbox: what happens outside the database, done after the commit and retried (P6)."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from interpretations.models import OutboxMessage

logger = logging.getLogger(__name__)
Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=5)


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function as the one that does messages of this kind."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def put(kind: str, **payload: Any) -> None:
    """Write a message into the running transaction."""
    OutboxMessage.objects.create(kind=kind, payload=payload)


def deliver_waiting(limit: int = 50, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do what is due, oldest first; return how many succeeded. Never raises for a message.

    Ends early, between two messages, once `stopped` says so.
    """
    delivered = 0
    for pk in _due_ids(limit):
        if stopped():
            break
        delivered += _deliver(pk)
    return delivered


def _due_ids(limit: int) -> list[int]:
    waiting = OutboxMessage.objects.filter(
        done_at__isnull=True, next_attempt_at__lte=timezone.now()
    )
    return list(waiting.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit])


def _lease(pk: int) -> OutboxMessage | None:
    """Take a message for a while: another scheduler passes it, a dead one gives it back."""
    now = timezone.now()
    with transaction.atomic():
        was_free = OutboxMessage.objects.filter(
            pk=pk, done_at__isnull=True, next_attempt_at__lte=now
        ).update(next_attempt_at=now + LEASE)
        return OutboxMessage.objects.get(pk=pk) if was_free else None


def _deliver(pk: int) -> bool:
    message = _lease(pk)
    if message is None:
        return False
    try:
        _handlers[message.kind](message.payload)
    except Exception as error:
        # What a mail server answers names people; it is kept in the row.
        logger.warning("outbox %s %s: %s", message.kind, message.pk, type(error).__name__)
        _postpone(message, error)
        return False
    OutboxMessage.objects.filter(pk=pk).update(done_at=timezone.now(), last_error="")
    return True


def _postpone(message: OutboxMessage, error: Exception) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(message.attempts, 12), LONGEST_PAUSE)
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=message.attempts + 1,
        next_attempt_at=timezone.now() + pause,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )
