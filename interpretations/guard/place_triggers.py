"""The triggers of what the channels stand on: shelves, the site, privacy, reserved addresses.

The same rules, for Python, are in `interpretations/models/guard/places.py`.
"""

from interpretations.guard.conditions import PAGE, live, shelf
from interpretations.guard.sql import Trigger
from interpretations.models.guard.places import SHELVES
from interpretations.models.slugs import RESERVED

SITE = "wagtailcore_site"
RESTRICTIONS = {
    "privacy": "wagtailcore_pageviewrestriction",
    "collectionprivacy": "wagtailcore_collectionviewrestriction",
}
# A shelf that is public keeps these; its names and texts may change. Where it stands in the tree
# too: a sibling that comes or goes writes only the parent's `numchild`, which is free.
FIXED = (
    "live", "slug", "url_path", "path", "depth", "content_type_id", "alias_of_id", "go_live_at",
    "expire_at", "expired",
)  # fmt: skip


def place_triggers() -> list[Trigger]:
    """Return the triggers of shelves and of the site."""
    return [*_shelves(), *_reserved(), *_privacy(), *_site()]


def _shelves() -> list[Trigger]:
    public = f"OLD.live AND {shelf('OLD')}"
    return [
        Trigger("guard_shelf_update", PAGE, "UPDATE", "fixed_shelf", public, FIXED),
        Trigger("guard_shelf_delete", PAGE, "DELETE", "fixed_shelf", public),
        *(
            Trigger(f"guard_{model}_delete", f"{app}_{model}", "DELETE", "fixed_shelf",
                    live("OLD.page_ptr_id"))
            for app, model in SHELVES
        ),
    ]  # fmt: skip


def _reserved() -> list[Trigger]:
    words = ", ".join(f"'{word}'" for word in sorted(RESERVED))
    taken = f"lower(NEW.slug) IN ({words})"
    return [
        Trigger("guard_slug_insert", PAGE, "INSERT", "reserved_slug", taken),
        Trigger("guard_slug_update", PAGE, "UPDATE", "reserved_slug", taken, ("slug",)),
    ]


def _privacy() -> list[Trigger]:
    """A restriction of before may be removed."""
    return [
        Trigger(f"guard_{name}_{event.lower()}", table, event, "no_privacy")
        for name, table in RESTRICTIONS.items()
        for event in ("INSERT", "UPDATE")
    ]


def _site() -> list[Trigger]:
    """One site, the default one, rooted at the front page; another one of before may go."""
    founded = (
        f"OLD.is_default_site AND EXISTS (SELECT 1 FROM {PAGE} a WHERE a.id = OLD.root_page_id"
        f" AND {shelf('a')})"
    )
    other_default = f"EXISTS (SELECT 1 FROM {SITE} s WHERE s.id <> OLD.id AND s.is_default_site)"
    front_page = f"EXISTS (SELECT 1 FROM {PAGE} a WHERE a.id = NEW.root_page_id AND a.depth = 2)"
    return [
        Trigger("guard_site_insert", SITE, "INSERT", "one_site",
                f"NOT NEW.is_default_site OR NOT {front_page} OR EXISTS (SELECT 1 FROM {SITE})"),
        Trigger("guard_site_update", SITE, "UPDATE", "one_site",
                f"{founded} OR {other_default}", ("root_page_id", "is_default_site")),
        Trigger("guard_site_delete", SITE, "DELETE", "one_site", founded),
    ]  # fmt: skip
