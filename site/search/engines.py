"""The engine of the database in use: `sqlite` or `postgresql`, alike from outside."""

from types import ModuleType

from django.db import connection

from search import postgresql, sqlite

_ENGINES: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


def engine() -> ModuleType:
    """The module that writes and matches full text here."""
    return _ENGINES[connection.vendor]
