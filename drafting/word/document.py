"""Reads a whole document: its body in order, then its notes."""

from pathlib import Path

from lxml import etree

from drafting.flow import Flow, Kind, Note, Paragraph, Picture, Run, joined
from drafting.number import Number, numbered
from drafting.place import Place
from drafting.sink import Sink
from drafting.trim import trimmed
from drafting.word import changes, tables
from drafting.word.names import W, shows_hint
from drafting.word.notes import Notes
from drafting.word.numbering import Numbering
from drafting.word.package import Parts, opened
from drafting.word.runs import RunReader, Words, chosen
from drafting.word.styles import CAPTION_NAMES, CONTENTS_NAMES, TITLE_NAMES, Styles
from media.examine import xml
from media.examine.limits import Limits
from media.examine.office_styles import WordLooks, is_hidden_row

WRAPPERS = frozenset(W + name for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"))
ELSEWHERE = frozenset({f"{W}altChunk", f"{W}subDoc"})


def read(path: Path, limits: Limits | None = None) -> Flow:
    """Read a .docx; raises `UnreadableError` where there is nothing to read or changes are open."""
    with opened(path, limits) as parts:
        reader = _Document(parts)
        flow = reader.read()
        changes.refuse(parts, reader.places)
        return flow


class _Document:
    def __init__(self, parts: Parts) -> None:
        styles_root = parts.root("styles")
        self._parts = parts
        self._styles = Styles(styles_root)
        self._word_looks = _word_looks(styles_root, parts.root("settings"), parts.document)
        self._numbering = Numbering(parts.root("numbering"), self._styles, styles_root)
        self._notes = Notes(parts)
        self._flow = Flow()
        self._tables = 0
        self._runs = self._reader("")
        # Where paragraphs stand that hold a change or a remark; kept only where there is one.
        self.places: dict[etree._Element, Place] | None = {} if changes.are_in(parts) else None

    def _reader(self, kind: str) -> RunReader:
        return RunReader(
            self._styles, self._word_looks, self._parts.targets(kind), self._notes.mark
        )

    def read(self) -> Flow:
        body = self._parts.document.find(f"{W}body")
        if body is not None:
            self._blocks(body, Sink(self._flow))
        for kind in ("footnotes", "endnotes"):
            self._read_notes(kind)
        for number_format in sorted(self._numbering.unknown_formats):
            self._flow.tell("number_format", name=number_format)
        for kind in self._parts.broken:
            self._flow.tell("broken_part", kind=kind)
        return self._flow

    def _read_notes(self, kind: str) -> None:
        """The notes of a kind in the order in which the text names them."""
        self._runs = self._reader(kind)
        is_endnote = kind == "endnotes"
        for order, (mark, element) in enumerate(self._notes.named(kind), 1):
            place = Place(note=order, is_endnote=is_endnote)
            if element is None:
                self._flow.tell("note_missing", place)
                continue
            sink = Sink(self._flow, place, part=kind)
            self._blocks(element, sink)
            self._flow.notes.append(Note(mark, sink.paragraphs, place, is_endnote))
            self._flow.items += sink.pictures

    def _blocks(self, container: etree._Element, sink: Sink) -> None:
        for element in container.iterchildren(etree.Element):
            if element.tag == f"{W}p":
                self._paragraph(element, sink)
            elif element.tag == f"{W}tbl":
                self._table(element, sink)
            elif element.tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                if shows_hint(element):
                    self._flow.tell("placeholder", sink.place())
                elif content is not None:
                    self._blocks(content, sink)
            elif element.tag in WRAPPERS:
                self._blocks(element, sink)
            elif element.tag.endswith("}AlternateContent"):
                self._blocks(chosen(element), sink)
            elif element.tag in ELSEWHERE:
                self._flow.tell("part_elsewhere", sink.place())

    def _paragraph(self, element: etree._Element, sink: Sink) -> None:
        properties = element.find(f"{W}pPr")
        style_id = self._styles.of_paragraph(properties)
        words = self._runs.read(element, style_id)
        runs = trimmed(joined(words.runs))
        is_hidden = words.hid and not runs
        # What is hidden as a whole is neither printed nor counted.
        number = None if is_hidden else self._numbering.of(properties, style_id)
        runs = numbered(runs, number)
        place = sink.next_place() if runs else sink.place()
        if self.places is not None:
            self.places[element] = place
        if runs:
            sink.add(self._made(runs, place, properties, style_id, number))
        for code, facts in words.findings:
            self._flow.tell(code, place, **facts)
        self._hanging(words, place, sink)

    def _made(
        self,
        runs: list[Run],
        place: Place,
        properties: etree._Element | None,
        style_id: str,
        number: Number | None,
    ) -> Paragraph:
        kind, level = self._kind(properties, style_id, number)
        if kind in (Kind.TITLE, Kind.HEADING):  # what they are says more than how bold they are
            runs = joined([Run(run.text, link=run.link) for run in runs])
        return Paragraph(runs, place, kind, level, number.text if number else "")

    def _kind(
        self, properties: etree._Element | None, style_id: str, number: Number | None
    ) -> tuple[Kind, int]:
        names = list(self._styles.names(style_id))
        if any(name.startswith(CONTENTS_NAMES) for name in names):
            return Kind.CONTENTS, 0
        if level := self._styles.outline_level(properties, style_id):
            return Kind.HEADING, level
        if TITLE_NAMES.intersection(names):
            return Kind.TITLE, 0
        if CAPTION_NAMES.intersection(names):
            return Kind.CAPTION, 0
        return (Kind.LIST, number.level) if number else (Kind.TEXT, 0)

    def _hanging(self, words: Words, place: Place, sink: Sink) -> None:
        """Pictures and text boxes of a paragraph, behind it."""
        targets = self._parts.targets(sink.part)
        for drawn in words.pictures:
            relation = targets.get(drawn.relation)
            data = self._parts.data(relation) if relation else None
            if data:
                name = Path(relation.part or "").name if relation else drawn.name
                sink.add_picture(Picture(name, data, drawn.alt.strip(), place))
            else:
                self._flow.tell("picture_missing", place)
        for text in words.art:
            inner = sink.box(place)
            inner.add(Paragraph([Run(text)], inner.place()))
            self._flow.tell("text_box", inner.place())
        for box in words.boxes:
            inner = sink.box(place)
            self._blocks(box, inner)
            if inner.has_words:
                self._flow.tell("text_box", inner.place())

    def _table(self, element: etree._Element, sink: Sink) -> None:
        if sink.is_fixed:
            self._nested(element, sink)
        elif (frame := tables.only_cell(element)) is not None:
            self._flow.tell("frame_table", sink.next_place())
            self._blocks(frame, sink)
        else:
            self._tables += 1
            place = Place(table=self._tables)
            table, pictures = tables.read(element, place, self._flow, self._blocks)
            if table.rows:
                self._flow.items += [table, *pictures]

    def _nested(self, element: etree._Element, sink: Sink) -> None:
        """A table in a cell, a note or a text box: a line for each of its rows."""
        self._flow.tell("nested_table", sink.place())
        for row in tables.rows_of(element):
            if is_hidden_row(row):
                tables.tell_hidden(row, self._flow, sink.place())
                continue
            inner = sink.inside()
            for cell in tables.cells_of(row):
                self._blocks(cell, inner)
            sink.add_line(inner)


def _word_looks(
    styles_root: etree._Element | None,
    settings_root: etree._Element | None,
    document: etree._Element,
) -> WordLooks:
    """How words look by the styles of a document, its settings and its page."""
    looks = WordLooks()
    for root in (styles_root, settings_root):
        for element in [] if root is None else root.iter(etree.Element):
            looks.learns(xml.local(element), element)
    for element in document.iterchildren(f"{W}background"):
        looks.define_page(element)
    return looks
