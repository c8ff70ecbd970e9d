"""Full addresses, as feeds, site map and API name them."""

from typing import Any

from django.conf import settings
from wagtail.models import Page


def full_url(path: str) -> str:
    """Put the site's own address before a path; leave a full address alone."""
    return path if "://" in path else settings.BASE_URL.rstrip("/") + path


def page_url(page: Page, request: Any = None) -> str:
    """The full address of a public page; a request keeps what it needs for the next one."""
    return full_url(page.get_url(request))
