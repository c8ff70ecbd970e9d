"""Child rows of the pages that a release publishes, written together: keywords, attachments …"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME

from interpretations.models.managed import ManagedPage


def put_children(pages: Sequence[ManagedPage]) -> None:
    """Let these pages, all of one kind, have exactly the child rows that their objects hold.

    What modelcluster's `commit` does page by page. Comments are nobody's public text and stay.
    """
    for relation in get_all_child_relations(pages[0]):
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME:
            _put(relation, pages)


def _put(relation: Any, pages: Sequence[ManagedPage]) -> None:
    model, owner = relation.related_model, relation.field
    held = list(_held(relation, pages))
    of_pages = model._base_manager.filter(**{f"{owner.name}__in": [page.pk for page in pages]})
    stored = {row.pk: row for row in of_pages}
    if gone := stored.keys() - {row.pk for row in held}:
        model._base_manager.filter(pk__in=gone).delete()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    changed = [
        row
        for row in held
        if row.pk in stored and _said(row, fields) != _said(stored[row.pk], fields)
    ]
    if changed:
        model._base_manager.bulk_update(changed, [field.name for field in fields], batch_size=200)
    model._base_manager.bulk_create(row for row in held if row.pk not in stored)


def _held(relation: Any, pages: Sequence[ManagedPage]) -> Iterator[Model]:
    """The rows that the objects hold, each under its owner, in their order."""
    for page in pages:
        for row in getattr(page, relation.get_accessor_name()).all():
            setattr(row, relation.field.attname, page.pk)
            yield row


def _said(row: Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_prep_value(getattr(row, field.attname)) for field in fields]
