"""Where in a file something stands, in words that a person can follow."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


def gettext_noop(message: str) -> str:
    """Marks a text for the catalogues; who shows it translates it."""
    return message


PARAGRAPH = gettext_noop("第 %(paragraph)d 段")
BOX = gettext_noop("第 %(paragraph)d 段旁的文本框")
TABLE = gettext_noop("表 %(table)d")
ROW = gettext_noop("表 %(table)d 第 %(row)d 行")
FOOTNOTE = gettext_noop("脚注 %(note)d")
ENDNOTE = gettext_noop("尾注 %(note)d")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, a row of a table or a note; each counted from 1, 0 where it is none.

    Paragraphs are counted as a reader counts them: those with words, outside of tables.
    """

    paragraph: int = 0
    table: int = 0
    row: int = 0
    note: int = 0
    is_box: bool = False
    is_endnote: bool = False

    def words(self, translate: Callable[[str], str] = str) -> str:
        """`第 3 段`, `表 2 第 1 行`, `脚注 1`; `translate` is the caller's gettext."""
        return translate(self._form()) % self.facts()

    __str__ = words

    def facts(self) -> dict[str, Any]:
        """The fields as they go through JSON."""
        return asdict(self)

    def _form(self) -> str:
        if self.note:
            return ENDNOTE if self.is_endnote else FOOTNOTE
        if self.table:
            return ROW if self.row else TABLE
        return BOX if self.is_box else PARAGRAPH
