"""The layer of the guard that lives in the database and sees every writer (P2, P3, P8).

Written once for both databases (`sql`), installed again after every migrate: SQLite drops
a table's triggers without a word when a migration alters it (DOORS.md, point 20).
`missing` counts them for `check_releases`.
"""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate

from interpretations.models.guard.sql import Trigger
from interpretations.models.guard.trigger_list import all_triggers

PREFIX = "guard_"


def connect() -> None:
    """Install after every migrate; called once when the app is ready."""
    post_migrate.connect(_after_migrate, sender=apps.get_app_config("interpretations"))


def _after_migrate(**kwargs: Any) -> None:
    tables = set(connection.introspection.table_names())
    if {trigger.table for trigger in all_triggers()} <= tables:
        install()


@transaction.atomic
def install() -> None:
    """Drop what is there under our names and create every trigger."""
    remove()
    with connection.cursor() as cursor:
        for trigger in all_triggers():
            for statement in trigger.create(connection.vendor):
                cursor.execute(statement)


@transaction.atomic
def remove() -> None:
    """Drop every trigger of ours; what is not there is no error."""
    with connection.cursor() as cursor:
        for trigger in all_triggers():
            for statement in trigger.drop(connection.vendor):
                cursor.execute(statement)


def missing() -> list[str]:
    """Return the names of triggers that are absent, disabled or not as written here."""
    present = _present()
    return [t.name for t in all_triggers() if not _as_written(t, present.get(t.name))]


def _present() -> dict[str, str]:
    """Name -> what the database runs: the statement (SQLite) or the function body."""
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _as_written(trigger: Trigger, found: str | None) -> bool:
    if found is None:
        return False
    return found.strip() == trigger.stored_form(connection.vendor).strip()
