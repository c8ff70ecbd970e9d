"""Rows of tables that Django's bulk methods do not write, or only dearly.

`bulk_create` does not do inherited tables; `bulk_update` writes a CASE for each row and column.
Signals are not sent: triggers see every row.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Field, Model


def insert_own_rows(model: type[Model], objects: Iterable[Model]) -> None:
    """Insert what these objects have in the table of this model alone, their numbers included."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(map(_column, fields))
    marks = ", ".join(["%s"] * len(fields))
    rows = [_values(one, fields) for one in objects]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_table(model)} ({columns}) VALUES ({marks})", rows)


def update_own_rows(
    model: type[Model], objects: Iterable[Model], without: Collection[str] = ()
) -> None:
    """Write the columns that this model's own table has of these objects, found by their number.

    `without` are names (`attname`) of columns that stay as they are. Raises `DatabaseError` where
    one of them has no row.
    """
    key = model._meta.pk
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if field is not key and field.attname not in without
    ]
    changes = ", ".join(f"{_column(field)} = %s" for field in fields)
    rows = [_values(one, [*fields, key]) for one in objects]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {_table(model)} SET {changes} WHERE {_column(key)} = %s", rows)
        if cursor.rowcount != len(rows):
            raise DatabaseError(f"{_table(model)}: {cursor.rowcount} of {len(rows)} rows written")


def _values(one: Model, fields: Sequence[Field]) -> list[Any]:
    return [field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))
