"""What a Wagtail project serves: pages, search, a feed, a site map, the API, the admin."""

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.models import Page

from interpretations.models import PolicyPage

PER_PAGE = 20
IN_A_FEED = 50
IN_A_FILE = 5_000


def search(request: HttpRequest) -> HttpResponse:
    """Wagtail's project template's, with as many results on a page as ours has."""
    results = Page.objects.live().search(request.GET.get("q", ""))
    items = Paginator(results, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stock/list_page.html", {"items": items})


class NewestFeed(Feed):
    """The newest documents."""

    title = link = description = "/feed/"

    def items(self) -> QuerySet:
        return PolicyPage.objects.live().order_by("-first_published_at")[:IN_A_FEED]

    def item_title(self, item: PolicyPage) -> str:
        return item.title

    def item_description(self, item: PolicyPage) -> str:
        return item.body.render_as_block()

    def item_link(self, item: PolicyPage) -> str:
        return item.url


class Documents(Sitemap):
    """Wagtail's own, of documents alone."""

    limit = IN_A_FILE

    def items(self) -> QuerySet:
        return PolicyPage.objects.live().public().order_by("path")


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("api/v2/", router.urls),
    path("search/", search),
    path("feed/", NewestFeed()),
    path("sitemap.xml", sitemap, {"sitemaps": {"documents": Documents}}),
    path("", include(wagtail_urls)),
]
