"""Guessing passwords: where a try came from, and how long to wait after too many of them."""

from datetime import timedelta
from ipaddress import ip_address
from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_credentials
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, past the proxies that we trust.

    Each proxy adds its own client at the right of `X-Forwarded-For`; what stands left of the
    first address that is no proxy of ours, anybody could have written.
    """
    address = request.META.get("REMOTE_ADDR")
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address in settings.TRUSTED_PROXIES and said and _is_address(said[-1].strip()):
        address = said.pop().strip()
    return address or None


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def minutes_to_wait(request: HttpRequest, username: str) -> int:
    """Return how many minutes this account must wait at this address, at least one."""
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(
        request, get_credentials(username)
    )
    last = max((found for found in map(_last, attempts) if found), default=timezone.now())
    left = last + (get_cool_off(request) or timedelta()) - timezone.now()
    return max(1, ceil(left / timedelta(minutes=1)))


def _last(attempts: Any) -> Any:
    return attempts.aggregate(last=Max("attempt_time"))["last"]


def too_many(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The sign-in page as it was made, with the code that means "too many requests"."""
    response.status_code = 429
    return response
