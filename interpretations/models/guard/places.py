"""What P1's channels stand on is fixed: the site, its shelves, their addresses (P1, P2).

Said once here for forms, signals and the admin's guard; `interpretations/guard/place_triggers.py`
says it to the database.
"""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from interpretations.models.refusals import FixedShelf, OneSite, ReservedSlug
from interpretations.models.slugs import is_reserved

# Pages that are public without a release: app and model, as content types name them.
SHELVES = (
    ("home", "homepage"),
    ("interpretations", "departmentpage"),
    ("interpretations", "interpretationcolumnpage"),
    ("interpretations", "policylibrarypage"),
)
# What of a public shelf stays as it is.
FIXED = ("live", "slug", "alias_of_id", "path", "depth")


def is_shelf(page: Page) -> bool:
    """Tell whether a page, also one handled as a plain page, is a shelf or the tree's root."""
    return page.depth == 1 or getattr(page.specific_class, "is_shelf", False)


def refuse_shelf_change(page: Page) -> None:
    """Refuse to take off, move, delete or close what is public and holds the channels."""
    if page.live and is_shelf(page):
        raise FixedShelf


def refuse_another(page: Page) -> None:
    """There is one front page, one library, one column: each has the one address (P1)."""
    kind = type(page)
    if kind.max_count and kind._default_manager.count() >= kind.max_count:
        raise FixedShelf(_("「%s」只有一个，不能再加。") % kind._meta.verbose_name)


def refuse_shelf_save(page: Page, stored: dict[str, Any] | None) -> None:
    """Refuse to save a public shelf with another address, place or state; `stored` has `FIXED`."""
    if stored is None or not (stored["live"] and is_shelf(page)):
        return
    if any(getattr(page, name) != stored[name] for name in FIXED):
        raise FixedShelf


def refuse_reserved_slug(page: Page, stored_slug: str | None) -> None:
    """Refuse a slug that the addresses of the program need; what has one already keeps it."""
    if page.slug != stored_slug and is_reserved(page.slug):
        raise ReservedSlug


def slug_problem(page: Page, slug: str) -> str | None:
    """Say, for the form, why a shelf cannot have this slug."""
    if page.live and page.pk and slug != page.slug:
        return _("公开以后网址不再改变：别处的链接、收藏和订阅都指着它。名称可以改。")
    return str(ReservedSlug.sentence) if is_reserved(slug) and slug != page.slug else None


def refuse_site_save(site: Site) -> None:
    """One site, the default one, rooted at the front page: then a page has one address.

    Its name, host and port may change. A site that lost its mark gets it back.
    """
    others = Site.objects.exclude(pk=site.pk)
    stored = Site.objects.filter(pk=site.pk).select_related("root_page").first()
    if stored is None:
        if others.exists() or not site.is_default_site or site.root_page.depth != 2:
            raise OneSite
        return
    changed = (stored.root_page_id, stored.is_default_site) != (
        site.root_page_id,
        site.is_default_site,
    )
    if changed and (_is_founded(stored) or others.filter(is_default_site=True).exists()):
        raise OneSite


def refuse_site_removal(site: Site) -> None:
    """A second site of before may go; the one of the front page stays."""
    if _is_founded(site):
        raise OneSite


def _is_founded(site: Site) -> bool:
    return site.is_default_site and is_shelf(site.root_page)
