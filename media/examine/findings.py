"""What an examination says: a refusal, or a report of what was cleaned and what is told."""

from dataclasses import dataclass, field
from typing import Any

MOST_NAMED = 5  # people, sheets or files in one sentence
LONGEST_NAME = 60


class RefusedError(Exception):
    """The file is not taken; `code` chooses the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Report:
    """The result of an examination; every value goes through JSON.

    `cleaned` are codes of what was taken out, `told` pairs of a code and its facts: what is
    still in the file and a person should know.
    """

    type: str = ""
    cleaned: list[str] = field(default_factory=list)
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    width: int = 0
    height: int = 0
    pages: int = 0
    sizes: list[dict[str, Any]] = field(default_factory=list)

    def clean(self, code: str) -> None:
        if code not in self.cleaned:
            self.cleaned.append(code)

    def tell(self, code: str, **facts: Any) -> None:
        if (code, facts) not in self.told:
            self.told.append((code, facts))


def named(names: list[str]) -> str:
    """A few names as a person would list them; never more than a sentence holds."""
    printable_names = [printable(name) for name in dict.fromkeys(names) if name.strip()]
    return "、".join(printable_names[:MOST_NAMED]) + (
        "等" if len(printable_names) > MOST_NAMED else ""
    )


def printable(name: str) -> str:
    """A name from a file, fit to stand in a sentence."""
    return "".join(c for c in name if c.isprintable())[:LONGEST_NAME]
