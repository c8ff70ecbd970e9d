"""Which parameters of a query each public address reads.

What an address does not know (`?from=…` of a shared link) is as if nobody had sent it: the answer
is the page without it, and no link of the page repeats it. The API has rules of its own: it
refuses what it does not know (400).
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

LIST = ("q", "department", "topic", "form", "year", "validity", "page")

# Kind of address -> the parameters it reads, in the order in which its own links have them.
READ: dict[str, tuple[str, ...]] = {
    "front page": (),
    "library": LIST,
    "column": LIST,
    "department": tuple(name for name in LIST if name != "department"),
    # Where `?view=both` led before that way of reading had an address of its own.
    "document": ("view",),
    "both": (),
    "interpretation": (),
    "search": ("q", "page"),
    "feed": (),
    "site map": (),
    "addresses": ("p",),  # Django's parts of a site map
    "robots": (),
    "health": (),
    "figures": (),
    "file": (),
}

# Label of a page type -> the kind of its address.
PAGES = {
    "home.HomePage": "front page",
    "interpretations.PolicyLibraryPage": "library",
    "interpretations.InterpretationColumnPage": "column",
    "interpretations.DepartmentPage": "department",
    "interpretations.PolicyPage": "document",
    "interpretations.InterpretationPage": "interpretation",
}

# Every name that some address reads: for a layer that answers before anybody looks up a page.
KNOWN = frozenset(name for names in READ.values() for name in names)

View = Callable[..., HttpResponseBase]


def known_parameters(shown: Any) -> tuple[str, ...]:
    """Return what a view that says what it `reads`, or a page type or page, knows.

    Raises KeyError for one that nobody has listed here.
    """
    kind = getattr(shown, "kind_of_address", None) or PAGES[shown._meta.label]
    return READ[kind]


def known_of(asked: QueryDict, names: Iterable[str]) -> QueryDict:
    """Return the parameters of these names alone, in this order, each once: the last one sent."""
    known = QueryDict(mutable=True)
    for name in names:
        if value := asked.get(name):
            known[name] = value
    known._mutable = False
    return known


def reads(kind: str) -> Callable[[View], View]:
    """Say of a view which kind of address it answers for; it is given what that kind knows."""
    names = READ[kind]

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.GET = known_of(request.GET, names)  # type: ignore[assignment]
            return view(request, *args, **kwargs)

        answer.kind_of_address = kind  # type: ignore[attr-defined]
        return answer

    return decorate
