"""Makes a site's identity with the site."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Site

from home.models import SiteIdentity


def connect() -> None:
    """Connect the receiver; called once when the app is ready."""
    post_save.connect(_make_identity, sender=Site)


def _make_identity(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """A public page may not write."""
    if not raw:
        SiteIdentity.objects.get_or_create(
            site=instance, defaults={"site_name": instance.site_name}
        )
