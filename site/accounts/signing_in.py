"""Guessing passwords: how long to wait after too many tries."""

import logging
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_credentials, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.addresses import counted_address

logger = logging.getLogger(__name__)


class AccountsAndAddresses(AxesDatabaseHandler):
    """Counts the failures of one account at one address, and how many accounts fail at one address.

    The second finds who tries one password on many names. It is generous: an office sits behind
    one address, and whoever signs in after a slip is counted no more.
    """

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Return the failures of the account here; enough to wait where too many accounts fail."""
        failures = super().get_failures(request, credentials)
        if names_free_at(request) is None:
            return failures
        return max(failures, get_failure_limit(request, credentials))


def names_free_at(request: HttpRequest) -> datetime | None:
    """Return when so many accounts no longer fail at the address of a request; None for now."""
    wait, limit = get_cool_off(request) or timedelta(), settings.SIGN_IN_NAMES_PER_ADDRESS
    attempts = AccessAttempt.objects.filter(
        ip_address=counted_address(request), attempt_time__gt=timezone.now() - wait
    )
    newest = attempts.order_by().values("username").annotate(last=Max("attempt_time"))
    times = list(newest.order_by("-last").values_list("last", flat=True)[:limit])
    return times[-1] + wait if len(times) == limit else None


def minutes_to_wait(request: HttpRequest, username: str) -> tuple[int, bool]:
    """Return how many minutes to wait, at least one, and whether the whole address has to."""
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(
        request, get_credentials(username)
    )
    last = max((found for found in map(_last, attempts) if found), default=None)
    own = last + (get_cool_off(request) or timedelta()) if last else timezone.now()
    of_address = names_free_at(request)
    left = max(own, of_address or own) - timezone.now()
    return max(1, ceil(left / timedelta(minutes=1))), of_address is not None


def _last(attempts: Any) -> Any:
    return attempts.aggregate(last=Max("attempt_time"))["last"]


def too_many(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """The sign-in page as it was made, with the code that means "too many requests"."""
    logger.warning("too many wrong passwords for one account from one address")
    response.status_code = 429
    return response
