"""What the triggers ask of the database, as SQL that both databases understand."""

from interpretations.models.guard.places import SHELVES

MANAGED = ("policypage", "interpretationpage")
PAGE = "wagtailcore_page"


def closed(page_id: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM interpretations_gate g WHERE g.page_id = {page_id})"


def frozen(page_id: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM interpretations_releaseitem i"
        f" WHERE i.page_id = {page_id} AND i.open)"
    )


def named(page_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM interpretations_releaseitem i WHERE i.page_id = {page_id})"


def live(page_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM {PAGE} w WHERE w.id = {page_id} AND w.live)"


def managed(row: str) -> str:
    models = ", ".join(f"'{model}'" for model in MANAGED)
    return (
        f"{row}.content_type_id IN (SELECT c.id FROM django_content_type c"
        f" WHERE c.app_label = 'interpretations' AND c.model IN ({models}))"
    )


def shelf(row: str) -> str:
    """The page is a shelf, or the root of the tree."""
    kinds = " OR ".join(f"c.app_label = '{app}' AND c.model = '{model}'" for app, model in SHELVES)
    return (
        f"({row}.depth = 1 OR {row}.content_type_id IN"
        f" (SELECT c.id FROM django_content_type c WHERE {kinds}))"
    )


def stands_below(page_path: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM interpretations_publication p JOIN {PAGE} q ON q.id = p.page_id"
        f" WHERE substr(q.path, 1, length({page_path})) = {page_path})"
    )


def departed_below(page_path: str) -> str:
    """A page whose address answers 410 is at this path, or stands below it."""
    return (
        f"EXISTS (SELECT 1 FROM interpretations_departure d JOIN {PAGE} q ON q.id = d.page_id"
        f" WHERE substr(q.path, 1, length({page_path})) = {page_path})"
    )


def held_below(page_path: str) -> str:
    """A public or a frozen page stands below this path."""
    return (
        f"({stands_below(page_path)} OR EXISTS (SELECT 1 FROM interpretations_releaseitem i"
        f" JOIN {PAGE} h ON h.id = i.page_id"
        f" WHERE i.open AND substr(h.path, 1, length({page_path})) = {page_path}))"
    )


def held(page_id: str) -> str:
    """The page is public or frozen, and no release runs for it."""
    return f"({live(page_id)} OR {frozen(page_id)}) AND {closed(page_id)}"
