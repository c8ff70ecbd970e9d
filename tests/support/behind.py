"""Writing behind the guard's back, as an owner of the database could who drops triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from interpretations.guard import triggers


@contextmanager
def behind_the_guard() -> Iterator[None]:
    """No trigger looks while this is open; afterwards every one stands as before."""
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        triggers.remove()
    else:
        settle()
        run("SET session_replication_role = replica")
    try:
        with transaction.atomic():
            yield
    finally:
        if sqlite:
            triggers.install()
        else:
            run("SET session_replication_role = origin")


def settle() -> None:
    """Check the keys that PostgreSQL would look at later: then its tables may be altered."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")


def doctor(statement: str, *parameters: Any) -> None:
    """Run one statement behind the guard's back; it must find something to change."""
    with behind_the_guard():
        assert run(statement, *parameters) > 0, "the doctored row is not there"


def run(statement: str, *parameters: Any) -> int:
    """Run one statement as it is; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def drop_trigger(name: str) -> None:
    """Take one trigger of the guard away for good."""
    settle()
    trigger = next(trigger for trigger in triggers.all_triggers() if trigger.name == name)
    for statement in trigger.drop(connection.vendor):
        run(statement)


def restrict(page: Page) -> None:
    """Put a login before a page and all below it, as sites of before could."""
    with behind_the_guard():
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page_id=page.pk, restriction_type="login")]
        )
