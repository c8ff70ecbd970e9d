"""The layer of the guard that lives in the database and sees every writer (P2, P3, P8).

Written once for both databases (`sql`), taken away before migrations run and installed again
after every migrate: SQLite drops a table's triggers without a word when a migration alters it,
and alters no table that a trigger of another one names (docs/doors.md, point 20).
`missing` counts them for `check_releases`.
"""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from interpretations.guard.sql import Trigger
from interpretations.guard.trigger_list import all_triggers
from interpretations.models import number_keys

PREFIX = "guard_"
# SQLite fires no trigger of a DELETE for a row that REPLACE pushes out, unless this is on.
REPLACED_ROWS = "recursive_triggers"
INSTALLED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgname LIKE %s"
    ),
}


def connect() -> None:
    """Install after every migrate; called once when the app is ready."""
    domain = apps.get_app_config("interpretations")
    pre_migrate.connect(_before_migrate, sender=domain)
    post_migrate.connect(_after_migrate, sender=domain)


def _before_migrate(plan: list[Any], **kwargs: Any) -> None:
    if plan:
        remove()


def _after_migrate(**kwargs: Any) -> None:
    tables = set(connection.introspection.table_names())
    if {trigger.table for trigger in all_triggers()} <= tables:
        _put_in_order()


@transaction.atomic
def _put_in_order() -> None:
    """What is derived may be read otherwise by a newer version, on public pages too."""
    remove()
    number_keys.read_again()
    install()


@transaction.atomic
def install() -> None:
    """Drop what is there under our prefix and create every trigger."""
    remove()
    with connection.cursor() as cursor:
        for trigger in all_triggers():
            for statement in trigger.create(connection.vendor):
                cursor.execute(statement)


@transaction.atomic
def remove() -> None:
    """Drop every trigger under our prefix, those of earlier versions included."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor], [f"{PREFIX}%"])
        for name, table in cursor.fetchall():
            for statement in Trigger(name, table, event="", code="").drop(connection.vendor):
                cursor.execute(statement)


def missing() -> list[str]:
    """Return the names of triggers that are absent, disabled or not as written here.

    `recursive_triggers` among them: this connection to SQLite replaces rows unseen.
    """
    present = _present()
    wanted = [trigger for trigger in all_triggers() if trigger.serves(connection.vendor)]
    absent = [
        trigger.name for trigger in wanted if not _as_written(trigger, present.get(trigger.name))
    ]
    return absent if _sees_replaced_rows() else [*absent, REPLACED_ROWS]


def _sees_replaced_rows() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {REPLACED_ROWS}").fetchall() == [(1,)]


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


def _as_written(trigger: Trigger, stored: str | None) -> bool:
    if stored is None:
        return False
    return stored.strip() == trigger.stored_form(connection.vendor).strip()
