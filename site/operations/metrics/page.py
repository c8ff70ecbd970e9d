"""`/metrics`, for the machines in `METRICS_FROM`; for everybody else there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from accounts.addresses import client_address, is_among, parsed
from interpretations.reading.parameters import reads
from operations.metrics.figures import Figures
from operations.metrics.response_time import register


@reads("figures")
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format."""
    if not is_among(parsed(client_address(request) or ""), settings.METRICS_FROM):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Figures())
    register(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
