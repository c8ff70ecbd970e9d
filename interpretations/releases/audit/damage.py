"""Damage is listed, never a traceback: a row that cannot be read breaks a promise as well.

A database that went away is no damage: its error is raised, or an outage would look like tampering.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import Error, connection, transaction

from interpretations.releases.promises.violation import Violation

Found = Iterable[Violation]
RowCheck = Callable[[Sequence[int]], Found]
Unreadable = Callable[[int, str], Violation]
CHUNK = 200
UNREADABLE = "cannot be read"


def unreadable_page(key: int, why: str) -> Violation:
    return Violation("P8", UNREADABLE, page_id=key, detail=why)


def unreadable_release(key: int, why: str) -> Violation:
    return Violation("P8", UNREADABLE, release_id=key, detail=why)


def listed(check: Callable[[], Found]) -> Iterator[Violation]:
    """Yield what a check finds; if it meets something that it cannot read, that as well."""
    found, error = _collected(check)
    yield from found
    if error:
        yield Violation("P8", UNREADABLE, detail=f"{_name(check)}: {error}")


def by_rows(keys: Iterable[int], check: RowCheck, unreadable: Unreadable) -> Iterator[Violation]:
    """Run a check over the rows of these keys, many at a time.

    A row that cannot be read is listed as `unreadable`; the others are checked all the same.
    """
    rows = list(keys)
    for start in range(0, len(rows), CHUNK):
        yield from _of_rows(rows[start : start + CHUNK], check, unreadable)


def _of_rows(keys: list[int], check: RowCheck, unreadable: Unreadable) -> Iterator[Violation]:
    found, error = _collected(lambda: check(keys))
    if error and len(keys) > 1:
        half = len(keys) // 2
        yield from _of_rows(keys[:half], check, unreadable)
        yield from _of_rows(keys[half:], check, unreadable)
        return
    yield from found
    if error:
        yield unreadable(keys[0], error)


def _collected(check: Callable[[], Found]) -> tuple[list[Violation], str]:
    """What was found until the end, or until the error and what that was."""
    found: list[Violation] = []
    try:
        with _survivable():
            found.extend(check())
    except Exception as error:
        if isinstance(error, Error) and not connection.is_usable():
            raise
        return found, f"{type(error).__name__}: {error}"
    return found, ""


def _survivable() -> contextlib.AbstractContextManager[None]:
    """Inside a transaction PostgreSQL answers nothing after an error, unless it is taken back."""
    if connection.in_atomic_block and connection.vendor == "postgresql":
        return transaction.atomic()
    return contextlib.nullcontext()


def _name(check: Callable[[], Found]) -> str:
    return getattr(check, "__name__", "check")
