"""All public addresses (docs/contract.md). The desk adds its own through Wagtail's hooks."""

from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.urls import serve_pattern

from accounts.views import DeskAccountView
from editions.marks import written
from editions.places import Form
from interpretations.reading import feeds, health, sitemap
from interpretations.reading.api import router
from interpretations.reading.parameters import reads
from interpretations.reading.search_page import search
from interpretations.reading.serve import serve as serve_page
from media.views import serve as serve_file
from operations.metrics.page import metrics

handler500 = "config.errors.server_error"

urlpatterns = [
    # Instead of Wagtail's own, which asks for two halves of a name.
    path("admin/account/", require_admin_access(DeskAccountView.as_view()), name="desk_account"),
    path("admin/", include(admin_urls)),
    path("api/v2/", router.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics),
    path("robots.txt", sitemap.robots),
    path("sitemap/", written(Form.HTML)(sitemap.site_map)),
    path("sitemap.xml", written(Form.XML)(sitemap.sitemap)),
    path(
        "sitemap-<slug:section>.xml",
        written(Form.XML)(sitemap.sitemap_section),
        name="sitemap-section",
    ),
    path("media/<path:name>", reads("file")(serve_file)),
    path("search/", search),
    # Before the pages: `feed` is a slug that no page may have.
    path("policies/feed/", written(Form.ATOM)(reads("feed")(require_safe(feeds.PolicyFeed())))),
    path(
        "interpretations/feed/",
        written(Form.ATOM)(reads("feed")(require_safe(feeds.InterpretationFeed()))),
    ),
    # Pages are read, in a snapshot; nothing is ever posted to one.
    re_path(serve_pattern, written(Form.HTML)(require_safe(serve_page)), name="wagtail_serve"),
]

# Bodies too large, and requests that no page of ours sends.
handler400 = "config.refusals.bad_request"
