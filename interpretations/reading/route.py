"""Which public page stands at an address, and the pages above it.

Wagtail walks down the tree with two queries a level. Here one reads all levels above, and one the
page with everything its kind shows.
"""

from typing import cast

from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from interpretations.models import DepartmentPage, PolicyLibraryPage, PolicyPage
from interpretations.models.slugs import BOTH
from interpretations.reading import snapshot
from interpretations.reading.parameters import PAGES
from interpretations.reading.sets import interpretation_at, policy_at

DEEPEST = 63  # levels of a tree whose paths have 255 characters, four a level


class RoutedRequest(HttpRequest):
    """What Wagtail keeps on a request once it is known, by its own names."""

    _wagtail_site: Site | None
    _wagtail_route_for_request: RouteResult | None


class Route(RouteResult):
    """A page that may be served, the pages above it from the site's root down, and the way in
    which the address asks to read it: empty, or `BOTH`.
    """

    def __init__(self, page: Page, above: list[Page], way: str = "") -> None:
        super().__init__(page)
        self.above = above
        self.way = way

    @property
    def kind(self) -> str:
        """The kind of address, by which its parameters are known."""
        return self.way or PAGES[self.page._meta.label]


def find(request: HttpRequest, path: str) -> Route | None:
    """Return the route to the page at this path of the request's site, None where nothing is.

    Documents and interpretations are found only where they are public (P1, P7).
    """
    site = site_of(request)
    if site is None:
        return None
    *parents, slug = [site.root_page.slug, *filter(None, path.split("/"))]
    if len(parents) >= DEEPEST:
        return None
    if not parents:
        return Route(site.root_page.specific, []) if site.root_page.live else None
    above = [site.root_page, *_below(site.root_page, parents[1:])]
    if len(above) != len(parents):
        return None
    if page := _child(above[-1], slug):
        return Route(page, above)
    return _both(above) if slug == BOTH else None


def _both(above: list[Page]) -> Route | None:
    """The document that ends these pages, to be read beside its interpretation.

    Asked after the pages: an interpretation that had this slug before it was reserved keeps it.
    """
    *above, document = above
    if not above or above[-1].specific_class is not DepartmentPage:
        return None
    page = _child(above[-1], document.slug)
    return Route(page, above, BOTH) if page else None


def way_of(request: HttpRequest) -> str:
    """The way in which the address of this request asks to read its page."""
    return getattr(getattr(request, "_wagtail_route_for_request", None), "way", "")


def site_of(request: HttpRequest) -> Site | None:
    """The one site, whatever host is asked for: no page has a second address (P2)."""
    site = snapshot.kept("site", _the_site)
    cast(RoutedRequest, request)._wagtail_site = site
    return site


def _the_site() -> Site | None:
    return Site.objects.select_related("root_page").order_by("-is_default_site", "pk").first()


def above(page: Page, request: HttpRequest) -> list[Page]:
    """Return the pages above one, without the tree's root; those of its route, if it was routed."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if isinstance(route, Route) and route.page is page:
        return route.above
    return list(page.get_ancestors().filter(depth__gt=1).order_by("depth"))


def is_routed(page: Page, request: HttpRequest) -> bool:
    """Tell whether this very page was found as the public one at the request's address."""
    route = getattr(request, "_wagtail_route_for_request", None)
    return isinstance(route, Route) and route.page is page


def _below(root: Page, slugs: list[str]) -> list[Page]:
    """The pages that these slugs lead to, one a level, as far as they exist."""
    addresses = []
    address = root.url_path
    for slug in slugs:
        address = f"{address}{slug}/"
        addresses.append(address)
    if not addresses:
        return []
    # The slugs have an index, the addresses tell pages of one slug apart.
    pages = Page.objects.filter(slug__in=slugs, url_path__in=addresses)
    return list(pages.only("title", "slug", "url_path", "path", "content_type").order_by("path"))


def _child(parent: Page, slug: str) -> Page | None:
    """The public page of this slug under a page, with what its template shows."""
    url_path = f"{parent.url_path}{slug}/"
    kind = parent.specific_class
    if kind is DepartmentPage:
        return policy_at(slug, url_path)
    if kind is PolicyPage:
        return interpretation_at(slug, url_path, parent.pk)
    model = DepartmentPage if kind is PolicyLibraryPage else Page
    page = model.objects.live().filter(slug=slug, url_path=url_path).first()
    return page.specific if page else None
