"""Counts how long each answer took."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from operations.metrics.kinds import kind_of
from operations.metrics.response_time import RESPONSE_TIME


class ResponseTimeMiddleware:
    """Stands outside of all that takes time; absent where nobody may read the figures."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_FROM:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        if kind := kind_of(request, response):
            status = f"{response.status_code // 100}xx"
            RESPONSE_TIME.labels(kind, status).observe(time.perf_counter() - began)
        return response
