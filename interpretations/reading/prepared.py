"""Querysets whose SQL is written once: for the few questions that every page asks.

Django writes the SQL of a queryset anew each time, with every expression and column of it. For a
document with its validity that takes ten times as long as the database takes to answer.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL

from search.engines import engine

Value = str | int | list[int]

# Stand in the written SQL's parameters for the values that are asked for.
_TEXT = "\x00prepared-{}"
_NUMBER = -2_000_000_000
_KEPT = 8  # more than any question has at a time; those of days before go


class Prepared:
    """A question with open values: asked like a function, answered like a queryset.

    `build` is given a text or a number for each open value, for a list of numbers what `__in`
    takes, and returns the queryset; whatever else it depends on must be among its `fixed`
    arguments, for which it is written separately. The values must reach the database as they
    are given.
    """

    def __init__(
        self, build: Callable[..., QuerySet], **kinds: type[str] | type[int] | type[list]
    ) -> None:
        self._build = build
        self._kinds = kinds
        self._slots = {
            name: _NUMBER + place if kind is int else _TEXT.format(name)
            for place, (name, kind) in enumerate(kinds.items())
        }
        # A compiler belongs to one connection, and a connection to one thread.
        self._threads = local()

    def ask(self, *fixed: Any, **values: Value) -> list[Any]:
        """Return the rows for these values."""
        if not hasattr(self._threads, "written"):
            self._threads.written = lru_cache(_KEPT)(self._write)
        queryset, compiler, sql, params = self._threads.written(
            connections[DEFAULT_DB_ALIAS], *fixed
        )
        given = {self._slots[name]: _sent(value) for name, value in values.items()}
        filled = tuple(_filled(param, given) for param in params)
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        rows: QuerySet[Model] = queryset.all()
        # On this one query alone.
        rows.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return list(rows)

    def _write(
        self, connection: BaseDatabaseWrapper, *fixed: Any
    ) -> tuple[QuerySet, Any, str, tuple[Any, ...]]:
        queryset = self._build(*fixed, **{name: self._open(name) for name in self._slots})
        compiler = queryset.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        missing = [slot for slot in self._slots.values() if slot not in params]
        if missing:
            raise ValueError(f"a value does not reach the database as it is given: {missing}")
        return queryset, compiler, sql, tuple(params)

    def _open(self, name: str) -> Any:
        """What stands in the queryset for an open value."""
        slot = self._slots[name]
        if self._kinds[name] is not list:
            return slot
        return RawSQL(engine().NUMBERS, [slot], output_field=IntegerField())


def _sent(value: Value) -> str | int:
    """A value as the database is given it: a list of numbers as one text."""
    return json.dumps(value) if isinstance(value, list) else value


def _filled(param: Any, given: dict[str | int, str | int]) -> Any:
    return given.get(param, param) if isinstance(param, str | int) else param
