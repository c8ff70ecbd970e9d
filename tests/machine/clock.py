"""The town's clock: it stands still until somebody moves it, for every piece of code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

# Every reading is a moment later than the one before, as on a real clock.
TICK = timedelta(milliseconds=1)
MORNING = datetime.fromisoformat("2026-11-25T09:00:00+08:00")


class _LooksLikeDatetime(type):
    def __instancecheck__(cls, value):
        return isinstance(value, datetime)


class Clock:
    """A moment that only moves forward; `timezone.now()` reads it while the clock runs."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment

    def read(self) -> datetime:
        self.moment += TICK
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by

    @contextmanager
    def running(self) -> Iterator[None]:
        """Replace the `datetime` of Django's clock, not its function: defaults hold that one."""
        clock, real = self, timezone.datetime

        class TownTime(datetime, metaclass=_LooksLikeDatetime):
            @classmethod
            def now(cls, tz=None):
                return clock.read().astimezone(tz)

        timezone.datetime = TownTime
        try:
            yield
        finally:
            timezone.datetime = real
