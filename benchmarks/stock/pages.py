"""Our page models with contexts and templates as a Wagtail project has them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from benchmarks.stock.urls import PER_PAGE
from home.models import HomePage
from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    InterpretationPage,
    PolicyLibraryPage,
    PolicyPage,
)
from interpretations.models.managed import ManagedPage
from interpretations.models.readable import ReadablePage

LISTS = {
    HomePage: InterpretationPage,
    InterpretationColumnPage: InterpretationPage,
    PolicyLibraryPage: PolicyPage,
    DepartmentPage: PolicyPage,
}


def list_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The newest pages of one kind, by the page; a department's own alone."""
    items = LISTS[type(page)].objects.live().order_by("-first_published_at")
    if isinstance(page, DepartmentPage):
        items = items.descendant_of(page)
    items = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    return {**Page.get_context(page, request), "items": items}


def make_stock() -> None:
    """Take away what these models do of their own, and give them plain templates."""
    del ReadablePage.get_context
    for name in ("permissions_for_user", "get_lock", "has_workflow", "get_workflow"):
        delattr(ManagedPage, name)
    PolicyPage.template = InterpretationPage.template = "stock/text_page.html"
    for model in LISTS:
        model.get_context, model.template = list_context, "stock/list_page.html"
