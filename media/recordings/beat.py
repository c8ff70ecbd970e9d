"""The worker's sign of life, every ten seconds, also while it works on a film."""

import os
import socket
import time
from datetime import timedelta

from django.utils import timezone

from media.models import WorkerHeartbeat

EVERY = 10.0  # seconds
KEPT = timedelta(days=1)


class Heart:
    """Of one worker process."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._next = float("-inf")

    def beat(self, lacks: str = "") -> None:
        """Say that this worker is alive, unless it has just said so.

        `lacks` names the programs without which it can only wait.
        """
        if time.monotonic() < self._next:
            return
        now = timezone.now()
        WorkerHeartbeat.objects.update_or_create(
            name=self.name, defaults={"beat_at": now, "lacks": lacks}
        )
        if self._next < 0:  # the first: what earlier processes left is not kept for ever
            WorkerHeartbeat.objects.filter(beat_at__lt=now - KEPT).delete()
        self._next = time.monotonic() + EVERY
