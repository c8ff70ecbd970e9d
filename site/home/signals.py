"""Makes a site's identity with the site; a changed identity raises the edition."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Site

from home.models import SiteIdentity
from interpretations.models import Edition


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    post_save.connect(_make_identity, sender=Site)
    post_save.connect(_raise_edition, sender=SiteIdentity)
    # A site that is saved again raises it already (interpretations.models.renaming).
    post_save.connect(_raise_for_another, sender=Site)
    post_delete.connect(_raise_for_another, sender=Site)


def _make_identity(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """A public page may not write."""
    if not raw:
        SiteIdentity.objects.get_or_create(
            site=instance, defaults={"site_name": instance.site_name}
        )


def _raise_edition(raw: bool = False, **kwargs: Any) -> None:
    """Every page shows the identity: no cached answer may keep the old one."""
    if not raw:
        Edition.raise_number()


def _raise_for_another(
    instance: Site, created: bool = True, raw: bool = False, **kwargs: Any
) -> None:
    """With a second site the host decides which pages are read."""
    if created and not raw and Site.objects.exclude(pk=instance.pk).exists():
        Edition.raise_number()
