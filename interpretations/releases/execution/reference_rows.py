"""Wagtail's reference index of the pages that a release publishes, written together.

The same rows as `ReferenceIndex.create_or_update_for_object`, which asks and writes page by page.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex

from interpretations.models.managed import ManagedPage

# Type and number of what is named, and where: by model and by place in the text.
Reference = tuple[int, str, str, str]


def without_children(page: ManagedPage, references: Iterable[Reference]) -> frozenset[Reference]:
    """Those of these references of a page that stand in its own fields."""
    children = tuple(f"{name}.item." for name in _relations(page))
    return frozenset(one for one in references if not one[2].startswith(children))


def put_references(pages: Sequence[tuple[ManagedPage, frozenset[Reference]]]) -> None:
    """Let the index say what these pages name: their own references, and those of child rows.

    Called after the child rows were written, whose numbers stand in the index.
    """
    stored: dict[str, dict[Reference, tuple[int, int]]] = {}
    base = ContentType.objects.get_for_model(Page)
    keys = [str(page.pk) for page, _own in pages]
    rows = ReferenceIndex.objects.filter(base_content_type=base, object_id__in=keys)
    for pk, type_id, key, *reference in rows.values_list(
        "pk", "content_type", "object_id", "to_content_type", "to_object_id", "model_path",
        "content_path",
    ):  # fmt: skip
        stored.setdefault(key, {})[tuple(reference)] = pk, type_id
    new: list[ReferenceIndex] = []
    gone: list[int] = []
    for page, own in pages:
        there = stored.get(str(page.pk), {})
        named = own | frozenset(_of_children(page))
        content_type = ContentType.objects.get_for_model(page)
        new += (_row(page, content_type, base, one) for one in named - there.keys())
        known = {content_type.pk, base.pk}
        gone += (
            pk for one, (pk, type_id) in there.items() if one not in named and type_id in known
        )
    ReferenceIndex.objects.bulk_create(new, ignore_conflicts=True)
    ReferenceIndex.objects.filter(pk__in=gone).delete()


def _relations(page: ManagedPage) -> list[str]:
    return [relation.get_accessor_name() for relation in get_all_child_relations(page)]


def _of_children(page: ManagedPage) -> Iterator[Reference]:
    for name in _relations(page):
        for row in getattr(page, name).all():
            for type_id, key, model, place in ReferenceIndex._extract_references_from_object(row):
                yield type_id, key, f"{name}.item.{model}", f"{name}.{row.pk}.{place}"


def _row(
    page: ManagedPage, content_type: ContentType, base: ContentType, reference: Reference
) -> ReferenceIndex:
    type_id, key, model_path, content_path = reference
    return ReferenceIndex(
        content_type=content_type,
        base_content_type=base,
        object_id=page.pk,
        to_content_type_id=type_id,
        to_object_id=key,
        model_path=model_path,
        content_path=content_path,
        content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
    )
