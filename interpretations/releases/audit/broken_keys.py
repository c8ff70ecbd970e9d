"""The proof over keys: what a row points at is there, though nobody enforced it meanwhile (P8)."""

from collections.abc import Iterator
from functools import cache

from django.db import connection
from django.db.models import ForeignKey, Model
from wagtail.models import Page, Revision, Site

from interpretations.models import (
    Clause,
    ColumnFeature,
    Contribution,
    Departure,
    Exemption,
    Explanation,
    FormerAddress,
    InterpretationPage,
    JointDepartment,
    LedgerEntry,
    PolicyPage,
    Publication,
    PublicNote,
    Release,
    ReleaseItem,
    ReleaseReference,
    ReviewStep,
)
from interpretations.releases.promises.violation import Violation

TABLES: tuple[type[Model], ...] = (
    Page, PolicyPage, InterpretationPage, Revision, Site, Release, ReleaseItem, ReleaseReference,
    ReviewStep, LedgerEntry, Publication, Explanation, Exemption, Departure, PublicNote,
    ColumnFeature, FormerAddress, Contribution, JointDepartment, Clause,
)  # fmt: skip
BETWEEN = (Release.authors.through, ReviewStep.groups.through)
BROKEN = "points at a row that is not there"


def broken_key_violations() -> Iterator[Violation]:
    """Yield each row of these tables with a key of a row that does not exist."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        for table, column, key in cursor.fetchall():
            yield Violation("P8", BROKEN, detail=f"{table} {key}: {column}")


@cache
def _statement() -> str:
    """One statement for all keys: the tables are many, and each question costs the same."""
    return " UNION ALL ".join(
        _dangling(model, field)
        for model in (*TABLES, *BETWEEN)
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey)
    )


def _dangling(model: type[Model], field: ForeignKey) -> str:
    target = field.target_field
    table, key = model._meta.db_table, model._meta.pk.column
    return (
        f"SELECT '{table}', '{field.column}', t.{key} FROM {table} t"
        f" WHERE t.{field.column} IS NOT NULL AND NOT EXISTS (SELECT 1"
        f" FROM {target.model._meta.db_table} o WHERE o.{target.column} = t.{field.column})"
    )
