"""What is public: `/sitemap/` for people, `/sitemap.xml` and `/robots.txt` for machines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from interpretations.models import (
    DepartmentPage,
    InterpretationPage,
    PolicyPage,
    Release,
)
from interpretations.reading import snapshot
from interpretations.reading.address import full_url
from interpretations.reading.catalogue import catalogue
from interpretations.reading.departments import departments
from interpretations.reading.parameters import reads
from interpretations.reading.public import public_shelves
from interpretations.reading.touched import touched_at

ADDRESSES_A_FILE = 1_000  # the first to ask for a file waits for all of it
DEPARTMENT_DEPTH = 4  # root, front page, library, department


class PublicSitemap(Sitemap):
    """A part of the site map, under the site's own address."""

    limit = ADDRESSES_A_FILE

    @cached_property
    def paginator(self) -> Paginator:
        """Made once: it remembers what it counted, and the view asks for it again and again."""
        return super().paginator

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def location(self, item: Page) -> str:
        return item.url

    def lastmod(self, item: Page) -> datetime | None:
        return item.touched_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.newest

    @cached_property
    def newest(self) -> datetime | None:
        """When something was released last, or taken away."""
        return snapshot.kept("newest", _newest_release)


class ShelvesSitemap(PublicSitemap):
    """Front page, library, column and the departments that have something public."""

    def items(self) -> QuerySet:
        empty = DepartmentPage.objects.exclude(path__in=_department_paths()).values("pk")
        return public_shelves().exclude(pk__in=empty).order_by("path")

    def lastmod(self, item: Page) -> datetime | None:
        """A list is as new as the newest set; every release changes the lists."""
        return self.newest


@dataclass(frozen=True)
class Addresses(Iterable[Page]):
    """Pages for a paginator: those of one file are dated, and not all for each file.

    `policy` is the column that names the document: a page is as new as its set.
    """

    pages: QuerySet
    policy: str

    def __len__(self) -> int:
        return self.pages.count()

    def __iter__(self) -> Iterator[Page]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> QuerySet:
        """Only what an address needs: bodies stay in the database."""
        of_part = _newest_first(self.pages).values("pk")[part]
        pages = self.pages.model.objects.filter(pk__in=of_part).only("url_path")
        return _newest_first(pages.annotate(touched_at=touched_at(self.policy)))


class PoliciesSitemap(PublicSitemap):
    """Every public document."""

    def items(self) -> "Addresses":
        return Addresses(PolicyPage.objects.public(), "pk")


class InterpretationsSitemap(PublicSitemap):
    """Every public interpretation."""

    def items(self) -> "Addresses":
        return Addresses(InterpretationPage.objects.public(), "publication__policy")


SITEMAPS = {
    "shelves": ShelvesSitemap,
    "policies": PoliciesSitemap,
    "interpretations": InterpretationsSitemap,
}


@reads("addresses")
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One file, or an index of several where one would be too long."""
    # Made here, not by the view: each remembers what it counted.
    parts = {name: part() for name, part in SITEMAPS.items()}
    total = sum(part.paginator.count for part in parts.values())
    sections: dict[str, type[Sitemap] | Sitemap] = {**parts}
    if total > ADDRESSES_A_FILE:
        return sitemap_views.index(request, sections, sitemap_url_name="sitemap-section")
    return sitemap_views.sitemap(request, sections)


@dataclass
class Place:
    """A page that lists others, with those that stand under it."""

    title: str
    url: str
    below: list["Place"]


@reads("site map")
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """The same for people: the columns, and the departments under them."""
    shelves: list[Place] = []
    for page in ShelvesSitemap().items():
        department = page.depth == DEPARTMENT_DEPTH and shelves
        places = shelves[-1].below if department else shelves
        places.append(Place(page.title, page.get_url(request), []))
    breadcrumb = [{"title": _("首页"), "url": "/"}]
    return render(request, "sitemap.html", {"shelves": shelves, "breadcrumb": breadcrumb})


@reads("addresses")
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, {**SITEMAPS}, section=section)


@reads("robots")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {full_url('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _newest_release() -> datetime | None:
    return Release.objects.aggregate(newest=Max("released_at"))["newest"]


def _department_paths() -> list[str]:
    """Where in the tree the departments with public documents stand."""
    sets = catalogue()
    return [
        path
        for path, department in departments().items()
        if department.live and sets.with_label("department", department.slug)
    ]


def _newest_first(pages: QuerySet) -> QuerySet:
    return pages.order_by("-last_published_at", "pk")
