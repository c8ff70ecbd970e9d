"""Which tests wrote rows: a state that was found clean, and not written to, is not proved again."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA|EXPLAIN)\b", re.I)
# That somebody logs in is in no row that a promise is about.
LOGGING_IN = re.compile(
    r'\s*((INSERT INTO|UPDATE|DELETE FROM) "(django_session|axes_\w+)"'
    r'|UPDATE "accounts_user" SET "last_login" = \S+ WHERE)'
)
State = tuple[str, int]


def wrote(work: Callable[[], Any]) -> tuple[Any, bool]:
    """What the work returned, and whether it wrote anything."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        return work(), writes.has_written


class Writes:
    """Counts the statements of this thread's connection that may change what a promise is about.

    Tests are undone; what else was written, and in which module, names the state that a test
    finds. `proved` holds those in which `check_releases` found nothing. Not for transactional
    tests: they have other connections.
    """

    def __init__(self) -> None:
        self._count = self._began = self._undone = 0
        self.proved: set[State] = set()

    def __call__(self, execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not (isinstance(sql, str) and (READS.match(sql) or LOGGING_IN.match(sql))):
            self._count += 1
        return execute(sql, params, many, context)

    def begin(self) -> None:
        """A test begins, in the state that it finds."""
        self._began = self._count

    @property
    def has_written(self) -> bool:
        """Whether anything was written since it began."""
        return self._count > self._began

    def end(self, module: str) -> State | None:
        """A test ends and will be undone: its state if it wrote nothing, and None if it did."""
        written = self._count - self._began
        self._undone += written
        return None if written else (module, self._count - self._undone)
