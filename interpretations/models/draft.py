"""The newest revision of a page, as the next one is compared with it, and how that one comes."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from interpretations.models.guard.references import Target


@dataclass(frozen=True)
class Draft:
    """The content of a page's newest revision, and whether that is what readers have."""

    content: dict[str, Any]
    is_public: bool


@dataclass(frozen=True)
class Saving:
    """One save of a draft: what was the newest until then, and by whom it is written.

    `is_written` tells whether anybody wrote the one before here: what a copy brings along is new.
    `reverted` is an older revision that is put back, `user` nobody where code writes, `granted`
    what is named in it without being asked for.
    """

    before: Draft | None
    is_written: bool
    reverted: Revision | None
    user: Any
    granted: Set[Target]
