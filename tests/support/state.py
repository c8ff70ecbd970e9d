"""What the database holds, as values that a test can compare before and after."""

from typing import Any

from django.apps import apps
from django.db import connection
from wagtail.models import Page

from interpretations.models import (
    Clause,
    ColumnFeature,
    Departure,
    Edition,
    Exemption,
    Explanation,
    FormerAddress,
    Gate,
    LedgerEntry,
    OutboxMessage,
    Publication,
    PublicNote,
    Release,
    ReleaseItem,
    ReviewStep,
)
from media.models import FrozenFile, ReleasedFile
from search.models import SearchEntry

Rows = dict[str, list[tuple[Any, ...]]]

# What somebody was told about a release may be there; everything else must be as before.
OF_SUBMISSION = (Release, ReleaseItem, ReviewStep, FrozenFile, LedgerEntry, OutboxMessage)
PUBLIC = (
    Edition,
    Gate,
    Publication,
    Explanation,
    Clause,
    Exemption,
    Departure,
    PublicNote,
    ColumnFeature,
    FormerAddress,
    ReleasedFile,
    FrozenFile,
    SearchEntry,
)
STORY = {"failed_at", "failure"}


def rows_of(model: Any, without: set[str] = frozenset()) -> list[tuple[Any, ...]]:
    """Return every row of a table, in the order of its key."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in without]
    return list(model._base_manager.order_by("pk").values_list(*names))


def all_rows() -> Rows:
    """Return every row of every table of the site, the search index included."""
    rows = {
        model._meta.db_table: rows_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM search_text_content ORDER BY id")
            rows["search_text"] = cursor.fetchall()
    return rows


def public_rows() -> Rows:
    """Return what the public sees or could fetch, and what freezes it."""
    rows = {model.__name__: rows_of(model) for model in PUBLIC}
    rows["Page"] = list(
        Page.objects.order_by("pk").values_list(
            "pk", "live", "live_revision", "slug", "url_path", "title", "first_published_at"
        )
    )
    rows["Release"] = rows_of(Release, STORY)
    rows["ReleaseItem"] = rows_of(ReleaseItem)
    return rows


def traces_of_submission() -> Rows:
    """Return what a submission leaves behind; a refused one leaves nothing."""
    rows = {model.__name__: rows_of(model) for model in OF_SUBMISSION}
    rows["Page"] = list(Page.objects.order_by("pk").values_list("pk", "slug", "url_path"))
    return rows
