"""Faults at an exact place: the n-th statement that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


class Broken(Exception):
    """The fault; nothing of ours catches it by name."""


@dataclass
class Statements:
    """Counts statements and lets one of them fail before it reaches the database."""

    fail_at: int = 0
    sent: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sent.append(sql)
        if len(self.sent) == self.fail_at:
            raise Broken(sql)
        return execute(sql, params, many, context)


@contextmanager
def watching(fail_at: int = 0) -> Iterator[Statements]:
    """Count every statement; the one with this number (from 1) raises `Broken`."""
    statements = Statements(fail_at)
    with connection.execute_wrapper(statements):
        yield statements
