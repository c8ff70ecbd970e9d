"""Fields: what they show stays, how it is made does not."""

import re
from dataclasses import dataclass, field

from lxml import etree

from drafting.addresses import kept_address
from drafting.signs import TICKED, UNTICKED
from drafting.word.names import W, number, switch, value

LINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
# Word's characters in a circle are a calculation without a result.
CIRCLED = re.compile(
    r"\s*EQ\s*\\o(?:\\a[clr])*\s*\(\s*([○◯〇□△◇])\s*[,，;；]\s*(\S.*?)(?<!\s)\s*+\)\s*", re.I
)
CIRCLES = "○◯〇"
FIRST_CIRCLED, MOST_CIRCLED = 0x2460, 20
# They count while the page is shown, and the file does not say what.
COUNTING = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"})
# They print nothing, or what stands between their marks.
SILENT = frozenset((
    "", "ADVANCE", "ASK", "BIDIOUTLINE", "FORMTEXT", "HYPERLINK", "NEXT", "NEXTIF", "PRIVATE", "RD",
    "SET", "SKIPIF", "TA", "TC", "XE",
))  # fmt: skip


@dataclass
class Field:
    """A field; `form` is what one of a form shows by its settings, None for other fields."""

    instruction: str = ""
    shows: bool = False
    form: str | None = None

    @property
    def name(self) -> str:
        """What kind of field it is, in capitals, or ''."""
        words = self.instruction.split()
        return words[0].upper() if words else ""


@dataclass
class Fields:
    """The fields that are open; one may begin in a paragraph and end in a later one."""

    _open: list[Field] = field(default_factory=list)

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

    def mark(self, element: etree._Element) -> Field | None:
        """Take a mark (`w:fldChar`); at the end of a field without a result that field."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(Field(form=_form(element)))
        elif kind == "separate" and self._open:
            self._open[-1].shows = self._open[-1].form is None
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return None if ended.shows else ended
        return None


def _form(begin: etree._Element) -> str | None:
    """What a box to tick or a list to choose from shows; None for other fields."""
    data = begin.find(f"{W}ffData")
    box, choices = (
        data.find(W + name) if data is not None else None for name in ("checkBox", "ddList")
    )
    if box is not None:
        state = switch(box, "checked")
        return TICKED if (switch(box, "default") if state is None else state) else UNTICKED
    if choices is not None:
        entries = [str(entry.get(f"{W}val", "")) for entry in choices.iterfind(f"{W}listEntry")]
        results = (number(value(choices, name)) for name in ("result", "default"))
        chosen = next((result for result in results if result is not None), 0)
        return entries[chosen] if 0 <= chosen < len(entries) else ""
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
