"""Copies of released sets, made inside the database: a hundred thousand of them within minutes.

Written one by one as the verbs write them, so many sets take an hour of the processor. Here one
statement a table copies all rows of some real sets, many times: each copy has numbers, places,
slugs and addresses of its own, and the words, file numbers and moments of its original.

Nothing is left out, so every table and index has its full size. But what a copy has of digests,
seals, revisions' JSON and hashes of the ledger names the numbers of its original: `check_releases`
and `check_ledger` find fault with copies. Lists, searches, pages and the release of another set
read none of these.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Max, Model
from wagtail.models import Page, Revision

from interpretations.guard import triggers
from interpretations.models import (
    Clause,
    Contribution,
    DepartmentPage,
    Edition,
    Explanation,
    InterpretationPage,
    LedgerEntry,
    PolicyPage,
    Publication,
    Release,
    ReleaseItem,
    ReviewStep,
)
from search.models import SearchEntry

# Every table in which `make_pairs` writes rows of sets.
COPIED: tuple[type[Model], ...] = (
    Page, PolicyPage, InterpretationPage, Clause, Contribution, Explanation, LedgerEntry,
    Publication, Release, Release.authors.through, ReleaseItem, ReviewStep,
    ReviewStep.groups.through, Revision, SearchEntry,
)  # fmt: skip
# Numbers of pages and revisions that are no foreign keys.
NUMBERS = {(Contribution, "revision_id"), (SearchEntry, "set_id")}
_CODE = 2  # characters of a step in the tree that tell copies apart
MOST = len(Page.alphabet) ** _CODE - 1
_DEPARTMENT = 4 * Page.steplen  # how much of a path is the department's
_UUID = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "gen_random_uuid()",
}
Lasts = dict[type[Model], int]


def lasts() -> Lasts:
    """The last number in each table that holds sets; 0 for an empty one."""
    return {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0
            for model in COPIED}  # fmt: skip


def copy(times: int, write: Callable[[], object]) -> None:
    """Let `write` add sets as `make_pairs` does, and add so many copies of each of them.

    Raises:
        ValueError: more than `MOST` copies, or too many originals in a department for them.
    """
    before = lasts()
    write()
    after = lasts()
    step = max(after.values())
    _refuse_too_many(times, before[Page])
    with _unguarded(), transaction.atomic():
        _number_copies(times)
        with connection.cursor() as cursor:
            for model in COPIED:
                cursor.execute(_statement(model, step), [before[model], after[model]])
            if connection.vendor == "sqlite":
                cursor.execute(
                    "INSERT INTO search_text (rowid, title, body, near) SELECT"
                    f" search_text.rowid + n * {step}, title, body, near FROM search_text, copies"
                    " WHERE search_text.rowid > %s AND search_text.rowid <= %s",
                    [before[SearchEntry], after[SearchEntry]],
                )
            for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
                cursor.execute(statement)
            cursor.execute("DROP TABLE copies")
        _count_children()
        Edition.raise_number()


def _refuse_too_many(times: int, before: int) -> None:
    steps = Page.objects.filter(pk__gt=before, depth=5).values_list("path", flat=True)
    if times > MOST or any(path[_DEPARTMENT:][:_CODE] != "0" * _CODE for path in steps):
        raise ValueError("copies and originals do not fit into one step of the tree")


@contextmanager
def _unguarded() -> Iterator[None]:
    """Without the triggers and keys that look at every row: copies refer to copies.

    A site without triggers, such as the peer of a benchmark, gets none.
    """
    guarded = not triggers.missing()
    triggers.remove()
    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT")
        connection.enable_constraint_checking()
        if guarded:
            triggers.install()


def _number_copies(times: int) -> None:
    """A row a copy: its number, and what stands for it in the tree."""
    rows = [(n, Page._int2str(n).rjust(_CODE, "0")) for n in range(1, times + 1)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copies (n integer, code varchar(2))")
        cursor.executemany("INSERT INTO copies VALUES (%s, %s)", rows)


def _statement(model: type[Model], step: int) -> str:
    """Copy the rows of a table from after one number to another; columns without a field too."""
    table, key = model._meta.db_table, model._meta.pk.column
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
    values = {
        column.name: _value(model, fields[column.name], step)
        if column.name in fields
        else column.name
        for column in description
    }
    names = ", ".join(f'"{name}"' for name in values)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())}"
        f' FROM {table} CROSS JOIN copies WHERE "{key}" > %s AND "{key}" <= %s'
    )


def _value(model: type[Model], field: Field, step: int) -> str:
    """What a column of a copy holds."""
    column = f'"{field.column}"'
    names_a_row = field.related_model in COPIED if field.is_relation else field.primary_key
    if names_a_row or (model, field.column) in NUMBERS:
        return f"{column} + n * {step}"
    if model is Revision and field.column == "object_id":
        return f"CAST(CAST({column} AS integer) + n * {step} AS varchar(255))"
    if field.column == "path" and model is Page:
        above = f"substr({column}, 1, {_DEPARTMENT})"
        return f"{above} || code || substr({column}, {_DEPARTMENT + _CODE + 1})"
    if model is LedgerEntry and field.column in ("previous", "hash"):
        return f"'Z' || code || substr({column}, {_CODE + 2})"  # like no hexadecimal one
    if field.column in ("slug", "url_path"):
        return f"replace({column}, 'jiushizi-', 'jiushizi-' || n || '-')"
    return _UUID[connection.vendor] if field.column == "translation_key" else column


def _count_children() -> None:
    for department in DepartmentPage.objects.all():
        children = Page.objects.filter(path__startswith=department.path, depth=5).count()
        Page.objects.filter(pk=department.pk).update(numchild=children)
