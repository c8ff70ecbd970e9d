"""What was recognized: each field with the place and the words where it was found."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from drafting.place import Place

# The fields of a document in the order in which a person fills them in.
FIELDS = (
    "title", "doc_number", "index_no", "issuers", "recipients", "date_written", "date_effective",
    "expires", "genre", "topic", "topic_words", "openness", "responsible", "contacts",
    "signed_by", "signatures", "attachments", "repeals", "amends", "explains",
)  # fmt: skip


class What(StrEnum):
    """What a file is."""

    DOCUMENT = "document"
    INTERPRETATION = "interpretation"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph outside of tables; `item` is the place of it in `Flow.items`."""

    text: str
    place: Place
    item: int
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A field: text, a day, a list of texts, or a list of `{"title", "number"}`."""

    value: Any
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a file that holds several; it begins at this item of `Flow.items`."""

    what: What
    item: int
    place: Place
    title: str


@dataclass(slots=True)
class Recognized:
    """All of it; `parts` has one entry where the file is one document."""

    what: What = What.UNKNOWN
    fields: dict[str, Found] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """The fields that were not found."""
        return [name for name in FIELDS if name not in self.fields]

    def value(self, name: str) -> Any:
        """The value of a field, or None."""
        found = self.fields.get(name)
        return found.value if found else None

    def add(self, name: str, found: Found | None) -> None:
        """Keep a field; what was found first stays."""
        if found is not None and found.value:
            self.fields.setdefault(name, found)

    def as_json(self) -> dict[str, Any]:
        """The values as they are printed: days as `2018-12-04`."""
        return {
            name: found.value.isoformat() if isinstance(found.value, date) else found.value
            for name, found in self.fields.items()
        }
