"""Fields of a Word text: those that fetch a file or start a program are refused.

An instruction may be spread over many runs and hold further fields; it is read as Word does,
from its beginning to where its result begins.
"""

from dataclasses import dataclass, field

from media.examine.findings import RefusedError
from media.examine.machine_paths import FIELD_LINK, refuse_links

# ECMA-376, part 1, 17.16.5; INCLUDE is an older name that Word still understands.
DANGEROUS = frozenset(
    [
        "DATABASE",
        "DDE",
        "DDEAUTO",
        "IMPORT",
        "INCLUDE",
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "LINK",
    ]
)


@dataclass
class _Field:
    words: list[str] = field(default_factory=list)
    in_instruction: bool = True
    begins_with_field: bool = False


class Fields:
    """The fields that are open at one place of a text; fed in the order of the text."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def mark(self, kind: str) -> None:
        """A mark `begin`, `separate` or `end`; raises `RefusedError` for a dangerous field."""
        if kind == "begin":
            if self._open and self._open[-1].in_instruction:
                outer = self._open[-1]
                outer.begins_with_field |= not "".join(outer.words).strip()
            self._open.append(_Field())
        elif self._open:
            self._judge(self._open[-1])
            if kind == "separate":
                self._open[-1].in_instruction = False
            else:
                self._open.pop()

    def instruct(self, text: str) -> None:
        """Words of an instruction."""
        if self._open:
            self._open[-1].words.append(text)
        else:
            refuse_instruction(text)

    def write(self, text: str) -> None:
        """Words of the text; before the result of a field begins they instruct as well."""
        if self._open and self._open[-1].in_instruction:
            self._open[-1].words.append(text)

    def finish(self) -> None:
        """The end of the text; fields that were never closed count as well."""
        while self._open:
            self._judge(self._open.pop())

    @staticmethod
    def _judge(current: _Field) -> None:
        if current.in_instruction and current.begins_with_field:
            # Its name is put together when the document is opened.
            raise RefusedError("external_content", target="QUOTE")
        refuse_instruction("".join(current.words))


def refuse_instruction(instruction: str) -> None:
    """Raise `RefusedError` when an instruction fetches or starts something."""
    words = instruction.split()
    if words and words[0].upper() in DANGEROUS:
        raise RefusedError("external_content", target=words[0].upper())
    refuse_links(instruction, FIELD_LINK)
