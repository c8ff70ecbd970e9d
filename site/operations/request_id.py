"""A number for each request, in every line that is logged while it is answered.

nginx makes it and writes it into its own log; it comes back in the answer, so that whoever
reports a fault can name it.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.addresses import comes_from_a_proxy

# As nginx writes `$request_id`: nothing else gets into a log.
FORM = re.compile(r"[0-9a-f]{32}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the number of the running request; empty outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Stands before all others: what they log has the number too.

    Django's handler logs a refused request after its last middleware: the number stays until the
    answer was sent, or the next request of this thread begins.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = _said(request) or uuid4().hex
        _current.set(number)
        response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


@receiver(request_finished)
def _forget(**kwargs: Any) -> None:
    _current.set("")


def _said(request: HttpRequest) -> str:
    """What a proxy of ours says; nobody else chooses what stands in the log."""
    said = request.META.get("HTTP_X_REQUEST_ID", "")
    return said if FORM.fullmatch(said) and comes_from_a_proxy(request) else ""
