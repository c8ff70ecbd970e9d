"""SQLite connections: no half-read cursor may keep an old snapshot alive."""

from typing import Any

from django.db.backends.signals import connection_created


def _on_connection(connection: Any, **kwargs: Any) -> None:
    """A kept `.iterator()` would pin its thread's snapshot (docs/snapshot.md, trap 1)."""
    if connection.vendor == "sqlite":
        connection.features.can_use_chunked_reads = False


def connect() -> None:
    """Connect the receiver; called once when the app is ready."""
    connection_created.connect(_on_connection)
