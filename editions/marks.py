"""The mark on a view whose answers may be written into the folder of an edition.

No mark, no file: an answer is public and alike for all readers only if somebody said so here.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.urls import Resolver404, resolve

from editions.places import Form

View = TypeVar("View", bound=Callable[..., Any])
# Where the middleware of the snapshot says of which moment an answer may be kept: a `Moment`,
# or None for one that may not.
READ_IN = "editions.read_in"
_MARK = "_edition_form"


def written(form: Form) -> Callable[[View], View]:
    """Mark a view: its anonymous answers without a query are alike for all and of this form."""

    def mark(view: View) -> View:
        setattr(view, _MARK, form)
        return view

    return mark


@lru_cache(maxsize=4096)
def form_at(path: str) -> Form | None:
    """Return the form of what is answered at an address, None where nothing marked is."""
    try:
        return form_of(resolve(path).func)
    except Resolver404:
        return None


def form_of(view: Callable[..., Any]) -> Form | None:
    """Return the form of a marked view, None for every other."""
    return getattr(view, _MARK, None)
