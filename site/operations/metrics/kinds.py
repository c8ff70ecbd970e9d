"""Which kind of page an answer is: a short list, so that no label tells who read what."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

OTHER = "other"
BY_ROUTE = {
    "api/v2/": "api",
    "robots.txt": "sitemap",
    "sitemap/": "sitemap",
    "sitemap.xml": "sitemap",
    "sitemap-<slug:section>.xml": "sitemap",
    "media/<path:name>": "file",
    "search/": "search",
    "policies/feed/": "feed",
    "interpretations/feed/": "feed",
}
BY_TEMPLATE = {
    "home/home_page.html": "front",
    "interpretations/policy_library_page.html": "library",
    "interpretations/interpretation_column_page.html": "column",
    "interpretations/department_page.html": "department",
    "interpretations/policy_page.html": "document",
    "interpretations/interpretation_page.html": "interpretation",
}
KINDS = frozenset({OTHER, "desk", *BY_ROUTE.values(), *BY_TEMPLATE.values()})
# What watches the machine is not what readers wait for.
UNCOUNTED = ("healthz", "readyz", "metrics")


def kind_of(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Return one of `KINDS`; None for what is not counted."""
    route = request.resolver_match.route if request.resolver_match else ""
    if route in UNCOUNTED:
        return None
    if route.startswith("admin/"):
        return "desk"
    if route.startswith("api/v2/"):
        return "api"
    template = getattr(response, "template_name", None)
    if isinstance(template, str) and template in BY_TEMPLATE:
        return BY_TEMPLATE[template]
    return BY_ROUTE.get(route, OTHER)
