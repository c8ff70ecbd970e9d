"""The pages that the public may be told of: released ones, and the shelves they stand on."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.guard.places import SHELVES

RELEASED = (PolicyPage, InterpretationPage)


def public_shelves() -> PageQuerySet:
    """Front pages, the library, departments and the column, as plain pages."""
    return Page.objects.live().filter(_is_shelf())


def only_public(pages: PageQuerySet) -> PageQuerySet:
    """Keep shelves and released pages of a queryset of plain pages; nothing else.

    Each kind is asked for itself by number, so one page costs one look-up and not a list of all.
    """
    allowed = _is_shelf()
    for model in RELEASED:
        allowed |= Q(Exists(model.objects.public().filter(pk=OuterRef("pk"))))
    return pages.live().filter(allowed)


def public_pages() -> PageQuerySet:
    """Every page that the public may be told of."""
    return only_public(Page.objects.all())


def _is_shelf() -> Q:
    shelf = Q()
    for app, model in SHELVES:
        rows = apps.get_model(app, model)._default_manager
        shelf |= Q(Exists(rows.filter(pk=OuterRef("pk"))))
    return shelf
