"""Which pages and files a request in the admin names, wherever it names them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page

from media.models import SiteDocument, SiteImage
from media.models.examined import ExaminedFile
from media.row_numbers import DIGITS, is_row_number

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
BULK = "wagtail_bulk_action"
PAGE_KEYWORDS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id", "page_pk")
# Asks about a page without being a door to it: the view itself says what may be done.
OWN_VIEWS = "releases:"
PAGE_LISTS = ("wagtailadmin_choose_page_chosen_multiple",)
TARGET_KEYS = ("new_parent_page", "chooser", "destination_page_id", "parent_page")
# Where somebody looks for words, a long number is one; everywhere else it is a row, or a place.
WORDS = frozenset({"q", "search", "term"})
COUNTS = ("-count", "-order", "-ORDER")
CHOSEN = re.compile(r"^(parent_page|root_page|workflow_tasks-\d+-task|pages-\d+-page)$")
EVERY = "all"  # in place of ids: whatever the list holds
FILE_KEYWORDS: dict[str, type[ExaminedFile]] = {
    "image_id": SiteImage,
    "document_id": SiteDocument,
    "doc_id": SiteDocument,
}
FILE_NAMESPACES: dict[str, type[ExaminedFile]] = {
    "wagtailimages_chooser": SiteImage,
    "wagtaildocs_chooser": SiteDocument,
}


@dataclass(frozen=True)
class Named:
    """The pages a request acts on, those it would put something under, and its files.

    `asked` are pages that the person must be able to see, and that the request leaves alone.
    """

    pages: frozenset[int] = frozenset()
    targets: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    files: dict[type[ExaminedFile], set[str]] = field(default_factory=dict)


def named_by(request: HttpRequest, match: ResolverMatch) -> Named:
    """Collect every id of a page or file in the address, the query and the body."""
    pages = set(_numbers(match.kwargs.get(key) for key in PAGE_KEYWORDS))
    if match.view_name.startswith("wagtailadmin_api:pages"):
        pages |= set(_numbers([match.kwargs.get("pk")]))
    if match.view_name == "wagtailadmin_pages:revisions_compare":
        pages |= set(_numbers(match.args[:1]))
    if match.view_name in PAGE_LISTS:
        pages |= set(_numbers(request.GET.getlist("id")))
    if match.view_name == BULK and _is_page_model(match.kwargs):
        pages |= set(_bulk_pages(request))
    targets = set(_numbers(_targets(request))) if request.method in UNSAFE else set()
    own = match.view_name.startswith(OWN_VIEWS)
    keys = ("policy_id", "department_id") if own else ()
    asked = _numbers(match.kwargs.get(key) for key in keys)
    return Named(frozenset(pages), frozenset(targets), frozenset(asked), _files(request, match))


def impossible(request: HttpRequest, match: ResolverMatch) -> bool:
    """Tell whether the address asks for what cannot be: Wagtail's views would break on it.

    That is an id that no row can have (SQLite cannot take it), a row or a page of a list that is
    not a number, a chosen row as well, and a way back that is not an address.
    """
    values = [*match.args, *match.kwargs.values()]
    values += [value for key, given in request.GET.lists() if key not in WORDS for value in given]
    return (
        (match.url_name == "chosen" and not is_row_number(str(match.kwargs["pk"])))
        or any(str(value).isdecimal() and len(str(value)) > DIGITS for value in values)
        or any(value != EVERY and not is_row_number(value) for value in request.GET.getlist("id"))
        or not is_row_number(request.GET.get("parent_page_id") or "1")
        or any(not is_row_number(value) or not int(value) for value in request.GET.getlist("p"))
        or any(
            value and not value.startswith(("/", request.build_absolute_uri("/")))
            for value in (*request.GET.getlist("next"), *request.POST.getlist("next"))
        )
    )


def unreadable(request: HttpRequest) -> bool:
    """Tell whether what has to be a number is none: how long a list is, or which row was chosen.

    Wagtail's choosers look the row up to show the form again.
    """
    return any(
        (key.endswith(COUNTS) and value and not is_row_number(str(value).removeprefix("-")))
        or (CHOSEN.search(key) and value and not is_row_number(str(value)))
        for key, value in request.POST.items()
    )


def _numbers(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        if is_row_number(str(value)):
            yield int(value)


def _bulk_model(kwargs: dict[str, Any]) -> type[Model] | None:
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return None


def _is_page_model(kwargs: dict[str, Any]) -> bool:
    model = _bulk_model(kwargs)
    return model is not None and issubclass(model, Page)


def _bulk_pages(request: HttpRequest) -> Iterator[int]:
    """The `id` list; `all` means the parent and whatever stands in its listing."""
    for source in (request.GET, request.POST):
        ids = source.getlist("id")
        yield from _numbers(ids)
        parents = list(_numbers(source.getlist("childOf")))
        yield from parents
        if EVERY not in ids:
            continue
        if parents:
            for parent in Page.objects.filter(pk__in=parents):
                yield from parent.get_descendants().values_list("pk", flat=True)
        else:
            yield from Page.objects.values_list("pk", flat=True)


def _targets(request: HttpRequest) -> Iterator[Any]:
    for key in TARGET_KEYS:
        yield from request.POST.getlist(key)
    if request.content_type == "application/json":
        try:
            data = json.loads(request.body or b"{}")
        except ValueError:
            return
        except RecursionError as error:
            raise BadRequest("JSON that is nested too deep") from error
        if isinstance(data, dict):
            yield from (data.get(key) for key in TARGET_KEYS)


def _files(request: HttpRequest, match: ResolverMatch) -> dict[type[ExaminedFile], set[str]]:
    files: dict[type[ExaminedFile], set[str]] = {}
    for key, model in FILE_KEYWORDS.items():
        if key in match.kwargs:
            files.setdefault(model, set()).add(str(match.kwargs[key]))
    chosen = FILE_NAMESPACES.get(match.namespaces[0] if match.namespaces else "")
    if chosen and "pk" in match.kwargs:
        files.setdefault(chosen, set()).add(str(match.kwargs["pk"]))
    if chosen and match.url_name == "chosen_multiple":
        files.setdefault(chosen, set()).update(request.GET.getlist("id"))
    bulk = _bulk_model(match.kwargs) if match.view_name == BULK else None
    if bulk and issubclass(bulk, ExaminedFile):
        # `all` means what the person may change: Wagtail's own listing.
        files.setdefault(bulk, set()).update({*request.GET.getlist("id")} - {EVERY})
    return files
