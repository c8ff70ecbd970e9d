"""What became of a file, as other programs read it (docs/contract.md)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """One file: `reason` is a sentence, or several about a draft; `id` is that of the page."""

    file: str
    status: Status
    reason: str = ""
    id: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    clauses: list[dict[str, str]] = field(default_factory=list)
