"""The proof over the tree: public pages are found at their addresses by everybody (P1, P2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction, Site

from interpretations.models import (
    DepartmentPage,
    InterpretationColumnPage,
    InterpretationPage,
    PolicyLibraryPage,
    PolicyPage,
    Publication,
)
from interpretations.models.guard.places import SHELVES
from interpretations.releases.promises.violation import Violation

# Addresses that others rely on (docs/contract.md).
CHANNELS: dict[type[Page], str] = {
    PolicyLibraryPage: "policies",
    InterpretationColumnPage: "interpretations",
}
# What stands above a public page, from the library down.
LEVELS = (PolicyLibraryPage, DepartmentPage, PolicyPage, InterpretationPage)


@dataclass(frozen=True)
class _Place:
    """One page in the tree; `child_count` is what its row says, not what there is."""

    slug: str
    url_path: str
    live: bool
    depth: int
    child_count: int
    content_type_id: int


def address_violations() -> Iterator[Violation]:
    """P2: the tree above each public page still leads to it, and is public itself."""
    columns = ("slug", "url_path", "live", "depth", "numchild", "content_type_id")
    tree = {path: _Place(*facts) for path, *facts in Page.objects.values_list("path", *columns)}
    child_counts = Counter(path[: -Page.steplen] for path in tree)
    kinds = [ContentType.objects.get_for_model(model).pk for model in LEVELS]
    depths = {"policy": 3, "interpretation": 4}
    for page_id, role, path in Publication.objects.values_list("page_id", "role", "page__path"):
        prefixes = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
        for prefix in prefixes:
            for problem in _problems(prefix, tree, child_counts, is_page=prefix == path):
                yield Violation("P2", problem, page_id, detail=prefix)
        levels = depths.get(role, 0)
        above = [tree[prefix].content_type_id for prefix in prefixes[-levels:] if prefix in tree]
        if above != kinds[:levels]:
            yield Violation("P2", "stands below pages of other kinds", page_id, detail=path)


def _problems(
    path: str, tree: dict[str, _Place], child_counts: Counter[str], *, is_page: bool
) -> Iterator[str]:
    """What is wrong with one page on the way from the root to a public page."""
    place, parent = tree.get(path), tree.get(path[: -Page.steplen])
    if place is None or (parent is None and len(path) > Page.steplen):
        yield "tree broken above a public page"
        return
    if (place.depth, place.child_count) != (len(path) // Page.steplen, child_counts[path]):
        yield "tree miscounts above a public page"
    if parent is None:
        return
    if place.url_path != f"{parent.url_path}{place.slug}/":
        yield "address does not follow from the tree"
    if not (place.live or is_page):
        yield "ancestor not live"


def privacy_violations() -> Iterator[Violation]:
    """P1: no privacy rule hides what was released, nor a page that lists it."""
    shelves = Page.objects.filter(content_type__in=_shelf_types().values())
    for page_id, path in PageViewRestriction.objects.values_list("page_id", "page__path"):
        if Publication.objects.filter(page__path__startswith=path).exists():
            yield Violation("P1", "a privacy rule hides released pages", page_id)
        elif shelves.filter(path__startswith=path).exists():
            yield Violation("P1", "a privacy rule hides a page that lists what is public", page_id)


def shelf_violations() -> Iterator[Violation]:
    """P1: each page that lists what is public has its row, stands in its place, and is live."""
    types = _shelf_types()
    pages = {page.pk: page for page in Page.objects.filter(content_type__in=types.values())}
    for model, type_id in types.items():
        typed = {pk for pk, page in pages.items() if page.content_type_id == type_id}
        for page_id in typed ^ set(model.objects.values_list("pk", flat=True)):
            yield Violation("P1", "a page that lists what is public is not whole", page_id)
    above = {page.path[: -Page.steplen] for page in pages.values()}
    addresses = dict(Page.objects.filter(path__in=above).values_list("path", "url_path"))
    for page in pages.values():
        if page.go_live_at or page.expire_at or page.expired or page.alias_of_id:
            yield Violation("P1", "a page that lists what is public would leave", page.pk)
        if page.url_path != f"{addresses.get(page.path[: -Page.steplen])}{page.slug}/":
            yield Violation("P2", "address does not follow from the tree", page.pk)
    for model, slug in CHANNELS.items():
        found = [page for page in pages.values() if page.content_type_id == types[model]]
        if pages and [(page.slug, page.live) for page in found] != [(slug, True)]:
            yield Violation("P1", "a channel is not live at its address", detail=slug)


def _shelf_types() -> dict[type[Page], int]:
    models = [apps.get_model(app, model) for app, model in SHELVES]
    return {model: ContentType.objects.get_for_model(model).pk for model in models}


def site_violations() -> Iterator[Violation]:
    """P2: one site, for every host, with the library right below it."""
    sites = list(Site.objects.values_list("root_page__path", "hostname", "is_default_site"))
    libraries = PolicyLibraryPage.objects.values_list("pk", "path")
    for page_id, path in libraries:
        if [path[: -Page.steplen]] != [root for root, *_rest in sites]:
            yield Violation("P2", "the library does not stand below the one site", page_id)
    for _root, host, is_default in sites:
        if not is_default:
            yield Violation("P2", "site does not answer every host", detail=host)


def host_violations() -> Iterator[Violation]:
    """P2: the site has the host of the settings, which no owner of the database writes."""
    expected = urlsplit(settings.BASE_URL).hostname
    for host in Site.objects.values_list("hostname", flat=True):
        if str(host).lower() != expected:
            yield Violation("P2", "site has another host than BASE_URL", detail=str(host))
