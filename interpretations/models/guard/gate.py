"""The gate: open for exactly the pages of a release, inside its transaction.

Executing opens it; so does `demo --pairs`, which writes the rows of many releases at once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from interpretations.models.publication import Gate

_open: ContextVar[frozenset[int]] = ContextVar("open_gate", default=frozenset())


def is_open(page_id: int) -> bool:
    """Tell whether what runs may change this page."""
    return page_id in _open.get()


@contextmanager
def gate(page_ids: Iterable[int]) -> Iterator[None]:
    """Open the gate for these pages; closes before the transaction can commit.

    Triggers read the rows, signals the context variable. Needs a transaction: rows
    that are still there at its end make the commit fail (see `Gate.seal`).
    """
    ids = frozenset(page_ids)
    if not connection.in_atomic_block:
        raise RuntimeError("the gate opens inside a transaction only")
    Gate.objects.bulk_create(Gate(page_id=pk) for pk in sorted(ids))
    token = _open.set(ids)
    try:
        yield
        Gate.objects.filter(page_id__in=ids).delete()
    finally:
        _open.reset(token)
