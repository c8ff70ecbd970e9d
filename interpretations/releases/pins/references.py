"""What a page reaches: topics, files and pages, found by Wagtail's own reference index."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, prefetch_related_objects
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex

from interpretations.models import ReleaseReference, RowContribution
from interpretations.models.digest import digest
from interpretations.models.guard.rules import PINNED_MODELS
from media.delivery import FILES, MADE

# What has bytes that belong to a pin.
PINNED_FILES: tuple[type[Model], ...] = (*FILES, *MADE)


@dataclass(frozen=True)
class Reached:
    """An object that a page reaches; `stored` are the bytes of a file, as they are now."""

    content_type: ContentType
    object_id: str
    instance: Any
    fingerprint: str = ""

    @property
    def is_file(self) -> bool:
        return isinstance(self.instance, FILES)


def reached_by(page: Page) -> list[Reached]:
    """Return what this object of a specific page reaches, each once, in a fixed order."""
    return reached_among(ReferenceIndex._extract_references_from_object(page))


def reached_by_each(pages: Iterable[Page]) -> dict[int, list[Reached]]:
    """Return what each of these pages reaches, by its key: one query for each table, not each page.

    Child rows are read page by page, unless they were read before (`with_child_rows`).
    """
    named = {
        page.pk: {
            (type_id, object_id)
            for type_id, object_id, *_rest in ReferenceIndex._extract_references_from_object(page)
        }
        for page in pages
    }
    found = {
        (target.content_type.pk, target.object_id): target
        for target in _read(set().union(*named.values()))
    }
    return {
        key: [found[target] for target in sorted(targets) if target in found]
        for key, targets in named.items()
    }


def with_child_rows(pages: Iterable[Page]) -> list[Page]:
    """Read the child rows of specific pages, one query for each table; return the pages."""
    of_model: dict[type[Page], list[Page]] = {}
    for page in pages:
        of_model.setdefault(type(page), []).append(page)
    for model, alike in of_model.items():
        names = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        prefetch_related_objects(alike, *names)
    return [page for alike in of_model.values() for page in alike]


def reached_among(references: Iterable[tuple[int, str, str, str]]) -> list[Reached]:
    """Return what these references of the index name, each once, in a fixed order."""
    return _read((type_id, object_id) for type_id, object_id, *_rest in references)


def read_again(reached: Iterable[Reached]) -> list[Reached]:
    """Return the same objects as they are now; what is gone is left out."""
    return _read((target.content_type.pk, target.object_id) for target in reached)


def _read(targets: Iterable[tuple[int, str]]) -> list[Reached]:
    """Read the objects of the pinned models among these, with one query for each table."""
    by_table: dict[int, set[str]] = {}
    for type_id, object_id in targets:
        by_table.setdefault(type_id, set()).add(object_id)
    return [
        reached for type_id in sorted(by_table) for reached in _rows_of(type_id, by_table[type_id])
    ]


def _rows_of(type_id: int, object_ids: set[str]) -> Iterator[Reached]:
    content_type = ContentType.objects.get_for_id(type_id)
    model = content_type.model_class()
    if model is None or model._meta.label not in PINNED_MODELS:
        return
    is_file = issubclass(model, FILES)
    rows: dict[str, Any] = {
        str(row.pk): row for row in model._base_manager.filter(pk__in=object_ids)
    }
    for object_id in sorted(object_ids & rows.keys()):
        row = rows[object_id]
        fingerprint = digest(row.public_traits()) if is_file else ""
        yield Reached(content_type, object_id, row, fingerprint)


def newest_contributions(reached: Iterable[Reached]) -> Counter[tuple[int, str]]:
    """Return the number of the newest writing of each row by content type and key; 0 for none."""
    keys = {(target.content_type.pk, target.object_id) for target in reached}
    rows = RowContribution.objects.filter(object_id__in={number for _type, number in keys})
    newest = rows.values_list("content_type", "object_id").annotate(Max("pk"))
    return Counter({(type_id, number): last for type_id, number, last in newest})


def pinned_rows(references: Iterable[ReleaseReference]) -> dict[int, Any]:
    """Return the rows of pinned files by the number of their reference, without what is gone."""
    by_table: dict[int, dict[str, list[int]]] = {}
    for reference in references:
        of_table = by_table.setdefault(reference.content_type_id, {})
        of_table.setdefault(reference.object_id, []).append(reference.pk)
    found: dict[int, Any] = {}
    for type_id, named in by_table.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None or not issubclass(model, PINNED_FILES):
            continue
        for row in model._base_manager.filter(pk__in=named):
            found.update(dict.fromkeys(named[str(row.pk)], row))
    return found


def pinned_row(reference: ReleaseReference) -> Any | None:
    """Return the row of a pinned file; None where it is gone."""
    return pinned_rows([reference]).get(reference.pk)
