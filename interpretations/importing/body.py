"""The body of a draft: what of a file's text stands in which block.

Numbers stay text, as they are printed; nothing becomes an automatic list. Fonts, colours and
sizes have gone already (`drafting`).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.html import escape

from clauses import ClauseTree, Matter, Role
from drafting.characters import BLANKS
from drafting.flow import Flow, Kind, Note, Paragraph, Picture, Run, Table, joined
from drafting.recognize import Recognized
from interpretations.blocks.merged import pasted

# Lines of the document's own head that have a field of their own in the draft.
HEAD = frozenset({Role.TITLE, Role.DOC_NUMBER, Role.RECIPIENTS, Role.FIELD})
OWN = 1  # the number of the document's own text; others are attached to it
LONGEST_HEADING = 80
BREAK = "<br/>"


@dataclass(frozen=True)
class Line:
    """A paragraph as rich text is stored; `opens` where a section of the text begins with it."""

    html: str
    opens: bool = False


@dataclass(frozen=True)
class Text:
    """Running text."""

    lines: tuple[Line, ...]

    @property
    def html(self) -> str:
        """As rich text is stored."""
        return "".join(line.html for line in self.lines)

    def sections(self) -> "Iterator[Text]":
        """The text cut where a section of it begins: each can explain clauses of its own."""
        start = 0
        for at, line in enumerate(self.lines):
            if line.opens and at > start:
                yield Text(self.lines[start:at])
                start = at
        yield Text(self.lines[start:])


@dataclass(frozen=True)
class Cells:
    """A table, as it is pasted into a table's block."""

    text: str


@dataclass(frozen=True)
class Notes:
    """Foot- and endnotes: what stands for each in the text, and its words."""

    notes: tuple[tuple[str, str], ...]


Block = Text | Cells | Notes | Picture
Spans = dict[int, list[tuple[int, int]]]


def blocks_of(
    flow: Flow, tree: ClauseTree, recognized: Recognized, held: Collection[str]
) -> Iterator[Block]:
    """The blocks of a text in its order, without the lines that became fields.

    `held` are the names of those recognized fields that the draft has a place for.
    """
    head = _head(tree, recognized, held)
    titles, openings = _attached_titles(tree), _openings(tree)
    lines: list[Line] = []
    for order, item in enumerate(flow.items):
        if isinstance(item, Paragraph):
            left = _without(item, head.get(order, []))
            if left and left.kind is not Kind.CONTENTS:
                html = paragraph_html(left, is_title=order in titles)
                lines.append(Line(html, opens=order in openings))
        elif not isinstance(item, Table) or len(item.rows) > 1:
            if lines:
                yield Text(tuple(lines))
                lines = []
            yield Cells(pasted(_rows(item))) if isinstance(item, Table) else item
        else:  # a block of a table has a row below its header
            cells = (paragraph_html(one) for cell in item.rows[0] for one in cell.paragraphs)
            lines += [Line(html) for html in cells]
    if lines:
        yield Text(tuple(lines))
    if flow.notes:
        yield Notes(tuple((_mark(note), note.text) for note in flow.notes))


def paragraph_html(paragraph: Paragraph, is_title: bool = False) -> str:
    """One paragraph as rich text: a heading where the file says so, bold words, links."""
    words = "".join(map(_run_html, _stripped(paragraph.runs)))
    tag = _tag(paragraph, is_title)
    return f"<{tag}>{words}</{tag}>" if words else ""


def notes_html(notes: Notes) -> str:
    """Notes as paragraphs, where a body has no place of their own for them."""
    lines = (f"{mark} {text}".strip().replace("\n", " ") for mark, text in notes.notes)
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _tag(paragraph: Paragraph, is_title: bool) -> str:
    if len(paragraph.text) > LONGEST_HEADING:
        return "p"
    if is_title or paragraph.kind is Kind.TITLE:
        return "h3"
    if paragraph.kind is Kind.HEADING:
        return "h3" if paragraph.level <= 1 else "h4"
    return "p"


def _run_html(run: Run) -> str:
    html = str(escape(run.text)).replace("\n", BREAK)
    if run.bold and run.text.strip():
        html = f"<b>{html}</b>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html


def _stripped(runs: list[Run]) -> list[Run]:
    """Without blanks at both ends: how far a paragraph is indented is the site's affair."""
    kept = list(runs)
    while kept and not (text := kept[0].text.lstrip(BLANKS + "\n")):
        kept.pop(0)
    if kept:
        kept[0] = replace(kept[0], text=text)
    while kept and not (text := kept[-1].text.rstrip(BLANKS + "\n")):
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=text)
    return joined(kept)


def _head(tree: ClauseTree, recognized: Recognized, held: Collection[str]) -> Spans:
    """The lines of the head that became fields, by the place of their item."""
    spans: Spans = defaultdict(list)
    for matter in said_by_fields(tree, recognized, held):
        if matter.role in HEAD and matter.body == OWN:
            for span in matter.spans:
                if isinstance(span.key, int):
                    spans[span.key].append((span.start, span.end))
    return spans


def said_by_fields(
    tree: ClauseTree, recognized: Recognized, held: Collection[str]
) -> Iterator[Matter]:
    """What is no clause, and is told whole by these fields of the draft."""
    found = (one.words for name, one in recognized.fields.items() if name in held)
    words = sorted(filter(None, map(_unspaced, found)), key=len, reverse=True)
    return (matter for matter in tree.matter if _is_told(_unspaced(matter.text), words))


def _is_told(text: str, words: Iterable[str]) -> bool:
    """Whether nothing but signs is left of a text without these words, the longest first."""
    left = text
    for said in words:
        if text in said:
            return True
        left = left.replace(said, "\n")
    return left != text and not re.search(r"\w", left)


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def _attached_titles(tree: ClauseTree) -> set[object]:
    """The items that are the title of an attached text."""
    return {
        span.key
        for matter in tree.matter
        if matter.role is Role.TITLE and matter.body != OWN
        for span in matter.spans
    }


def _openings(tree: ClauseTree) -> set[object]:
    """The items with which a section begins: a clause of the text, or of one whose parts have
    headings."""
    outermost = {clause.id for clause in tree.clauses if clause.parent is None}
    headed = {clause.parent for clause in tree.clauses if clause.heading} & outermost
    return {
        clause.spans[0].key
        for clause in tree.clauses
        if clause.number and (clause.parent is None or clause.parent in headed)
    }


def _without(paragraph: Paragraph, spans: list[tuple[int, int]]) -> Paragraph | None:
    """A paragraph without these characters; None where nothing is left of it."""
    if not spans:
        return paragraph if paragraph.text.strip(BLANKS + "\n") else None
    runs, passed = [], 0
    for run in paragraph.runs:
        text = "".join(
            sign
            for place, sign in enumerate(run.text, passed)
            if not any(start <= place < end for start, end in spans)
        )
        passed += len(run.text)
        runs.append(replace(run, text=text))
    left = replace(paragraph, runs=joined(runs))
    return left if left.text.strip(BLANKS + "\n") else None


def _rows(table: Table) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in table.rows]


def _mark(note: Note) -> str:
    return note.mark.strip()
