"""What `check_releases` finds: one row that breaks a promise."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Violation:
    """One row that breaks a promise."""

    promise: str
    problem: str
    page_id: int | None = None
    release_id: int | None = None
    detail: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
