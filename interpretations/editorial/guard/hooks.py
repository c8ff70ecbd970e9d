"""The guard's hooks in Wagtail, one line each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from interpretations.editorial.access.pages import (
    VisibleDocumentsAPIViewSet,
    VisibleImagesAPIViewSet,
    only_visible,
)
from interpretations.editorial.guard import forms as guard_forms
from interpretations.editorial.guard import reviewers


@hooks.register("before_create_page")
def new_pages_are_drafts(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    guard_forms.before_create(request, parent, page_class)


@hooks.register("before_edit_page")
def edited_pages_are_drafts(request: HttpRequest, page: Page) -> None:
    guard_forms.before_edit(request, page)


@hooks.register("before_edit_page")
def reviewers_are_asked(request: HttpRequest, page: Page) -> HttpResponse | None:
    return reviewers.before_edit(request, page)


@hooks.register("before_create_page")
def reviewers_are_asked_before_adding(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    return reviewers.before_create(request, parent)


@hooks.register("construct_page_chooser_queryset")
def choose_what_may_be_seen(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return only_visible(pages, request.user)


@hooks.register("construct_explorer_page_queryset")
def explore_what_may_be_seen(
    parent: Page, pages: PageQuerySet, request: HttpRequest
) -> PageQuerySet:
    return only_visible(pages, request.user)


@hooks.register("construct_admin_api", order=100)
def files_of_own_collections(router: Any) -> None:
    router.register_endpoint("images", VisibleImagesAPIViewSet)
    router.register_endpoint("documents", VisibleDocumentsAPIViewSet)
