"""The neutral text: paragraphs, tables and pictures in reading order, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import dropwhile, takewhile
from typing import Any

from drafting.place import Place

MOST_TOLD = 40  # characters of the words that a finding names


class Kind(StrEnum):
    """What a paragraph is for; `CONTENTS` is a line of a table of contents that Word made."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    CONTENTS = "contents"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike; `link` is an address of the web or of mail, or empty."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(slots=True)
class Paragraph:
    """One paragraph; `\\n` in its text is a break of the line within it.

    `number` is what the program made by itself and prints before the words; it is also the
    beginning of `text`. `level` counts from 1 for headings and lists, else it is 0.
    """

    runs: list[Run]
    place: Place
    kind: Kind = Kind.TEXT
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A cell with the room that it takes; `is_header` where the file says so."""

    paragraphs: list[Paragraph]
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(slots=True)
class Table:
    """Rows of cells; a cell that another one covers is not listed, as in HTML."""

    rows: list[list[Cell]]
    place: Place


@dataclass(slots=True)
class Picture:
    """A picture where it stands; `alt` is empty where the file has no description."""

    name: str
    data: bytes
    alt: str
    place: Place


@dataclass(slots=True)
class Note:
    """A footnote or endnote; `mark` is what stands for it in the text."""

    mark: str
    paragraphs: list[Paragraph]
    place: Place
    is_endnote: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should know: a code of `drafting.sentences`, its facts, and where."""

    code: str
    place: Place | None = None
    facts: dict[str, Any] = field(default_factory=dict)


Item = Paragraph | Table | Picture


@dataclass(slots=True)
class Flow:
    """A whole file; `items` in reading order, notes apart."""

    items: list[Item] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs outside of tables and notes."""
        return [item for item in self.items if isinstance(item, Paragraph)]

    @property
    def title_lines(self) -> list[str]:
        """The lines of the first title that the file marks as one, by a style or a class."""
        paragraphs = dropwhile(lambda one: one.kind is not Kind.TITLE, self.paragraphs)
        titles = takewhile(lambda one: one.kind is Kind.TITLE, paragraphs)
        return [line for title in titles for line in title.text.split("\n")]

    @property
    def tables(self) -> list[Table]:
        return [item for item in self.items if isinstance(item, Table)]

    @property
    def pictures(self) -> list[Picture]:
        return [item for item in self.items if isinstance(item, Picture)]

    @property
    def text(self) -> str:
        """The paragraphs outside of tables, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def tell(self, code: str, place: Place | None = None, **facts: Any) -> None:
        """Note a finding once."""
        finding = Finding(code, place, facts)
        if finding not in self.findings:
            self.findings.append(finding)

    def every_paragraph(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order, those of tables where the tables stand, then notes."""
        for item in self.items:
            if isinstance(item, Paragraph):
                yield item
            elif isinstance(item, Table):
                for row in item.rows:
                    for cell in row:
                        yield from cell.paragraphs
        for note in self.notes:
            yield from note.paragraphs


def joined(runs: list[Run]) -> list[Run]:
    """The same words in as few runs as possible."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.bold, last.link) == (run.bold, run.link):
            merged[-1] = Run(last.text + run.text, run.bold, run.link)
        elif run.text:
            merged.append(run)
    return merged
