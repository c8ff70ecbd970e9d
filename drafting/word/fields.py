"""Fields: what they show stays, how it is made does not."""

import re
from dataclasses import dataclass, field

from drafting.addresses import kept_address

LINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
# Word's characters in a circle are a calculation without a result.
CIRCLED = re.compile(
    r"\s*EQ\s*\\o(?:\\a[clr])*\s*\(\s*([○◯〇□△◇])\s*[,，;；]\s*(\S.*?)(?<!\s)\s*+\)\s*", re.I
)
CIRCLES = "○◯〇"
FIRST_CIRCLED, MOST_CIRCLED = 0x2460, 20


@dataclass
class _Field:
    instruction: str = ""
    shows: bool = False


@dataclass
class Fields:
    """The fields that are open; one may begin in a paragraph and end in a later one."""

    _open: list[_Field] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        """Whether words that stand here are printed."""
        return all(item.shows for item in self._open)

    @property
    def link(self) -> str:
        """The address of the innermost link that is open, or ''."""
        links = (link_of(item.instruction) for item in reversed(self._open))
        return next(filter(None, links), "")

    def instruct(self, text: str) -> None:
        if self._open and not self._open[-1].shows:
            self._open[-1].instruction += text

    def mark(self, kind: str) -> str | None:
        """Take a mark; at the end of a field without a result its instruction, else None."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return None if ended.shows else ended.instruction
        return None


def link_of(instruction: str) -> str:
    """The address that an instruction leads to, or ''."""
    match = LINK.match(instruction.lstrip())
    return kept_address(match[1] or match[2]) if match else ""


def drawn(instruction: str) -> str:
    """What a field without a result prints: characters in a circle; '' for anything else."""
    match = CIRCLED.fullmatch(instruction)
    if match is None:
        return ""
    inner = match[2]
    if match[1] in CIRCLES and inner.isdecimal() and 1 <= int(inner) <= MOST_CIRCLED:
        return chr(FIRST_CIRCLED + int(inner) - 1)
    return inner
