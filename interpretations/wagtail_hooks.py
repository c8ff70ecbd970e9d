"""Wagtail's hooks, one line each: what they do lives where it belongs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from interpretations.editorial import hooks as desk_hooks  # noqa: F401
from interpretations.editorial.guard import hooks as guard_hooks  # noqa: F401
from interpretations.models.readable import READING_CONTEXT_HOOK
from interpretations.reading import hooks as reading_hooks  # noqa: F401
from interpretations.reading.pages import context_of, refuse_what_is_not_public
from interpretations.reading.serve import to_the_successor


@hooks.register(READING_CONTEXT_HOOK)
def reading_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    return context_of(page, request)


@hooks.register("before_serve_page")
def only_public_pages(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    refuse_what_is_not_public(page, request)
    return to_the_successor(page, request)
