"""What narrows a list of sets: the filters of an address, each in one form.

One form of each question makes one answer to keep: what nobody could mean by a value becomes
`NOTHING`, which finds no set.
"""

from django.http import QueryDict

from interpretations.models import DepartmentPage
from interpretations.reading.catalogue import Catalogue
from interpretations.reading.departments import departments, present

FILTERS = ("department", "topic", "form", "year", "validity")
NOTHING = "-"
QUERY_LENGTH = 200
_PAGE_DIGITS = 6


def chosen_in(params: QueryDict, sets: Catalogue) -> dict[str, str]:
    """The free words and filters of an address; a value without a set is `NOTHING`.

    A department that was merged is asked for by its old name too.
    """
    chosen = {"q": clean_query(params.get("q", ""))}
    for name in FILTERS:
        value = params.get(name, "").strip()
        if name == "department":
            value = _present_slug(value)
        chosen[name] = value if not value or sets.with_label(name, value) else NOTHING
    return chosen


def page_number(params: QueryDict) -> int:
    """Which page of a list is asked for: 1 where that is no number."""
    text = params.get("page", "")
    sensible = text.isascii() and text.isdigit() and len(text) <= _PAGE_DIGITS
    return max(int(text), 1) if sensible else 1


def clean_query(text: str) -> str:
    """What a person could have typed: printable, on one line, of bearable length."""
    printable = "".join(c if c.isprintable() else " " for c in text[:QUERY_LENGTH])
    return " ".join(printable.split())


def _present_slug(slug: str) -> str:
    if not any(department.slug == slug for department in departments().values()):
        return slug
    merged = DepartmentPage.objects.live().filter(slug=slug, successor__isnull=False).first()
    return present(merged).slug if merged else slug
