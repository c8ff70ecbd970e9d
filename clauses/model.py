"""What goes into the clause engine and what comes out: plain, frozen data."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph of the flow is; the text of a table is its cells, joined."""

    TEXT = "text"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TABLE = "table"


class Level(StrEnum):
    """The levels of clauses; the values are what other programs read."""

    BIAN = "编"
    ZHANG = "章"
    JIE = "节"
    TIAO = "条"
    KUAN = "款"
    XIANG = "项"
    MU = "目"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    DEC = "dec"
    DUAN = "段"


class Role(StrEnum):
    """What a paragraph around the clauses is for."""

    TITLE = "title"
    DOC_NUMBER = "doc_number"
    RECIPIENTS = "recipients"
    CONTENTS = "contents"
    LEAD = "lead"  # the text before the first clause
    CLOSING = "closing"  # the text after the last clause
    ATTACHMENTS = "attachments"
    SIGNATURE = "signature"
    DATE = "date"
    NOTE = "note"  # （此件公开发布）, （2019年4月3日公布）, 抄送
    FIELD = "field"  # 索引号：…, copied from a page with the text
    LABEL = "label"  # the line 附件1 above an attached text


class Trouble(StrEnum):
    """What is wrong with the numbers of a text; nothing is ever mended."""

    GAP = "gap"
    REPEATED = "repeated"
    OUT_OF_ORDER = "out_of_order"
    PAGE_COUNTER = "page_counter"  # a number that counts pages and is no clause
    RUN_TOGETHER = "run_together"  # the text has lost its line breaks
    UNMARKED = "unmarked"  # an article without a blank after its number, taken as one


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the flow; numbers made by a word processor are already text.

    `key` is the caller's own reference to the place; it is handed back and never read.
    """

    text: str
    kind: Kind = Kind.TEXT
    level: int = 0
    key: Hashable = None


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of paragraph number `paragraph` (from 0) of the flow."""

    paragraph: int
    start: int
    end: int
    key: Hashable = None


@dataclass(frozen=True)
class Clause:
    """One clause: its own text, without that of the clauses inside it.

    `id` is `path`, made unique within the text; `number` is as printed and '' where none is
    printed; `values` are the number's figures (第六条之一 is `(6, 1)`); `text` leaves the number
    out and joins paragraphs by line breaks; `spans` begin with the number, which ends `inside` the
    first of them; `parent` is an `id`.
    """

    id: str
    path: str
    number: str
    level: Level
    heading: str
    text: str
    values: tuple[int, ...]
    body: int
    parent: str | None
    spans: tuple[Span, ...]
    inside: int = 0


@dataclass(frozen=True)
class Matter:
    """A part of the text that is no clause, and what it is for."""

    role: Role
    text: str
    body: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Finding:
    """Something about the numbers that a person should look at.

    `clause` is the `id` of the clause at which it was seen, `missing` the figures that a gap
    leaves out. The words for people are the caller's.
    """

    trouble: Trouble
    number: str = ""
    clause: str | None = None
    missing: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Body:
    """One text of several in a document: 1 is the document, 2 and more are attached to it."""

    number: int
    title: str


@dataclass(frozen=True)
class ClauseTree:
    """A document as it was split, each part in the order of the text."""

    clauses: tuple[Clause, ...]
    bodies: tuple[Body, ...]
    matter: tuple[Matter, ...]
    findings: tuple[Finding, ...]
