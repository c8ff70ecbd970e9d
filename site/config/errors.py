"""What is answered where something went wrong that nobody expected."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from interpretations.editorial.guard.answers import full_disk
from media import disk


def server_error(request: HttpRequest) -> HttpResponse:
    """500; a full disk is said as such, met while reading a body, saving or committing."""
    error = sys.exception()
    if error is not None and disk.is_full(error):
        return full_disk(request)
    return defaults.server_error(request)
