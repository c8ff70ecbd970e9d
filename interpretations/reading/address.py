"""Full addresses, as feeds, site map and API name them."""

from django.conf import settings
from wagtail.models import Page


def full_url(path: str) -> str:
    """Put the site's own address before a path; leave a full address alone."""
    return path if "://" in path else settings.BASE_URL.rstrip("/") + path


def page_url(page: Page) -> str:
    """The full address of a public page."""
    return full_url(page.url)
