"""The newest revision of a page, as the next one is compared with it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """The content of a page's newest revision, and whether that is what readers have."""

    content: dict[str, Any]
    is_public: bool
