"""How often one reader may search, one script ask, one person send a form (`RATES`).

Counted in the cache `rates`, before any page, snapshot or session is read for the public.
"""

from collections.abc import Callable
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from rest_framework.throttling import SimpleRateThrottle

from accounts.addresses import counted_address
from config.refusals import asked_too_often

API = "/api/"
DESK = "/admin/"
MAILS = "/admin/password_reset/"
# Where a query is searched or sifted for; without one they are pages like others.
LISTS = ("/policies/", "/interpretations/")
SEARCH = "/search/"
# Pieces of an upload come by PATCH, as many as the film is long, and are counted by its size.
COUNTED = ("POST", "PUT", "DELETE")


class Rate(SimpleRateThrottle):
    """One of `RATES`, counted for one account or address."""

    def __init__(self, scope: str, counted: str) -> None:
        self.scope = scope
        self.counted = counted
        self.cache = caches["rates"]
        super().__init__()

    def get_rate(self) -> str | None:
        return settings.RATES.get(self.scope)

    def get_cache_key(self, request: HttpRequest, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.counted}


class RatesMiddleware:
    """Answers 429 with one sentence and `Retry-After` to whoever asks too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        rate = rate_of(request)
        if rate is None or rate.allow_request(request, None):
            return self.get_response(request)
        return asked_too_often(request, max(1, ceil(rate.wait() or 1)))


def rate_of(request: HttpRequest) -> Rate | None:
    """Return the rate that this request is counted in."""
    path = request.path_info
    if path.startswith(DESK):
        return _rate_at_the_desk(request) if request.method in COUNTED else None
    if path.startswith(API):
        return Rate("api", network_of(request))
    asks = request.META.get("QUERY_STRING") and path.startswith((SEARCH, *LISTS))
    return Rate("search", network_of(request)) if asks else None


def _rate_at_the_desk(request: HttpRequest) -> Rate:
    if request.path_info.startswith(MAILS):
        return Rate("mails", network_of(request))
    if request.user.is_authenticated:
        return Rate("desk", f"account-{request.user.pk}")
    return Rate("desk", network_of(request))


def network_of(request: HttpRequest) -> str:
    """The address a request came from; of IPv6 its network, in which addresses cost nothing."""
    return counted_address(request) or "-"  # a socket of this machine has no address
