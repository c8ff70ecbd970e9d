"""Who wrote the members of releases, as digests: lines of submission tell them, the audit compares.

Rows of contributions say who may not approve (P4), also of what comes after: what stands in a page
is found by its whole history.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from interpretations.models import Contribution, ReleaseItem, RowContribution
from interpretations.models.digest import digest

OF_TEXT = ("page_id", "pk", "revision_id", "user_id", "user_name", "digest", "changes")
OF_ROW = ("content_type_id", "object_id", "pk", "user_id", "user_name", "before", "after")
Written = dict[int, str]


def written(items: Iterable[ReleaseItem]) -> Written:
    """Return for each member the digest of all that was written of it up to what it pins.

    That is what no later draft adds to: rows up to its revision, and up to the last contribution
    that each of its references pinned.
    """
    members = list(items)
    prefetch_related_objects(members, "references")
    texts = _by(Contribution.objects.filter(page__in={item.page_id for item in members}), OF_TEXT)
    references = [row for item in members for row in item.references.all()]
    keys = {row.object_id for row in references if row.last_contribution}
    files = _by(RowContribution.objects.filter(object_id__in=keys), OF_ROW) if keys else {}
    return {item.pk: digest([_text(item, texts), _files(item, files)]) for item in members}


def _text(item: ReleaseItem, texts: dict[Any, list[Any]]) -> list[Any]:
    revision = OF_TEXT.index("revision_id")
    return [row for row in texts.get(item.page_id, ()) if row[revision] <= item.revision_id]


def _files(item: ReleaseItem, files: dict[Any, list[Any]]) -> list[Any]:
    key = OF_ROW.index("pk")
    return sorted(
        row
        for reference in item.references.all()
        for row in files.get(reference.object_id, ())
        if row[0] == reference.content_type_id and row[key] <= (reference.last_contribution or 0)
    )


def _by(rows: Any, columns: tuple[str, ...]) -> dict[Any, list[Any]]:
    """The rows by page, or by the key of what was written, in the order of their numbers."""
    place = 0 if columns is OF_TEXT else 1
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk").values_list(*columns):
        grouped[row[place]].append(list(row))
    return grouped
