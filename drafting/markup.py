"""HTML of web pages and of the clipboard as a neutral text: words, no looks, no scripts."""

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree, html

from drafting import signs
from drafting.characters import cleaned
from drafting.flow import MOST_TOLD, Cell, Flow, Kind, Note, Paragraph, Picture, Run, Table, joined
from drafting.heights import Standing, height_of, line_of
from drafting.markup_blanks import glue_lines
from drafting.markup_forms import box_of, formula_of, told_of
from drafting.markup_kinds import HEADINGS, kind_of
from drafting.markup_lists import Counter
from drafting.markup_looks import Looks, looks_in, looks_of, why_dropped
from drafting.markup_page import prepare
from drafting.markup_pictures import picture_of
from drafting.markup_tables import (
    CELLS,
    shown_cells,
    span_of,
    table_of,
    why_row_dropped,
)
from drafting.number import Number, numbered
from drafting.place import Place
from drafting.sink import Sink
from drafting.trim import trimmed

PARSER = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_pis=True)
UNREAD = frozenset((
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed",
    "svg", "canvas", "button", "select", "textarea", "input", "datalist", "nav",
    "audio", "video", "link", "meta", "rp",
))  # fmt: skip
FURNITURE = frozenset({"header", "footer", "aside"})  # of the page, not of an article
BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote",
    "dl", "dt", "dd", "address", "figure", "figcaption", "fieldset", "center", "details",
    "summary", "body", "html", "pre", "hr", "ul", "ol", "li", "form",
))  # fmt: skip
NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
NOTE = re.compile(r"mso-element\s*:\s*(foot|end)note(?![-\w])", re.IGNORECASE)
PLAIN = Looks()
DEEPEST = 120  # elements within elements; below, only the words are taken


def read(text: str) -> Flow:
    """Read HTML; whatever it holds, there is an answer: broken marks are mended as browsers do."""
    reader = _Reader()
    try:
        root = html.document_fromstring(text.encode("utf-8", "ignore"), parser=PARSER)
    except etree.ParserError:  # there is nothing but comments
        return reader.flow
    main, is_doubted = prepare(root)
    if is_doubted:
        reader.flow.tell("style_sheets")
    reader.read(main)
    return reader.flow


class _Reader:
    def __init__(self) -> None:
        self.flow = Flow()
        self._sink = Sink(self.flow)
        self._runs: list[Run] = []
        self._standings: dict[int, Standing] = {}  # of runs that were not called high or low
        self._told: list[tuple[str, str]] = []  # codes and words; their place is not known yet
        self._numbers: list[Number] = []
        self._hid = False  # words of this paragraph are not shown
        self._depth = 0  # of lists
        self._nested = 0
        self._tables = 0
        self._notes: list[etree._Element] = []
        self._own: dict[str, Callable[[etree._Element, Looks], None]] = {
            "br": self._break,
            "img": self._picture,
            "input": self._box,
            "math": self._formula,
            "ol": self._list,
            "q": self._quotation,
            "rt": self._reading,
            "table": self._table,
            "ul": self._list,
        }

    def read(self, root: etree._Element) -> None:
        page = root.getparent()
        self._walk(root, Looks() if page is None else looks_in(page, None, Looks()))
        self._end(Looks())
        for order, element in enumerate(self._notes, 1):
            self._note(element, order)

    def _walk(self, element: etree._Element, looks: Looks) -> None:
        """An element and what follows its children; comments have no tag that is a name."""
        if not isinstance(element.tag, str) or self._is_left_out(element):
            return
        self._nested += 1
        if self._nested > DEEPEST:
            self._flat(element, looks)
        else:
            self._element(element, looks)
        self._nested -= 1

    def _flat(self, element: etree._Element, looks: Looks) -> None:
        """Only the words of an element, without what is left out of them."""
        for inner in [*element.iterdescendants(etree.Element)]:
            if self._is_left_out(inner):
                inner.drop_tree()
        self._write(element.text_content(), looks)

    def _children(self, element: etree._Element, looks: Looks) -> None:
        self._write(element.text, looks)
        for child in element:
            self._walk(child, looks)
            self._write(child.tail, looks)

    def _is_left_out(self, element: etree._Element) -> bool:
        parent = element.getparent()
        if element.tag in FURNITURE and parent is not None and parent.tag == "body":
            return True
        if code := why_dropped(element):
            words = element.text_content().strip()
            if words and element.tag not in UNREAD:
                self._told.append((code, words))
            elif code == "hidden" and next(element.iter("img"), None) is not None:
                self._told.append(("hidden_picture", ""))
            return True
        if element.tag not in UNREAD or box_of(element):
            return False
        if told := told_of(element):
            self._told.append(told)
        return True

    def _element(self, element: etree._Element, looks: Looks) -> None:
        tag, style = element.tag, element.get("style", "")
        if NUMBER.search(style):
            self._number(element, looks_of(element, looks))
        elif NOTE.search(style):
            self._notes.append(element)
        elif tag in self._own:
            self._own[tag](element, looks)
        elif tag in BLOCKS or tag in HEADINGS:
            self._block(element, looks)
        else:
            self._children(element, looks_of(element, looks))

    def _block(self, element: etree._Element, looks: Looks) -> None:
        self._end(looks)
        inner = looks_of(element, looks).of_kind(*kind_of(element))
        self._children(element, inner)
        self._end(inner)

    def _break(self, _: etree._Element, looks: Looks) -> None:
        """A break within a title stays one; else what follows is a paragraph by itself."""
        if looks.kind in (Kind.HEADING, Kind.TITLE):
            self._runs.append(Run("\n"))
        else:
            self._end(looks)

    def _list(self, element: etree._Element, looks: Looks) -> None:
        self._end(looks)
        looks = looks_of(element, looks)
        self._depth += 1
        counter = Counter(element, self._depth)
        for child in element:
            if child.tag != "li":
                self._walk(child, looks)
            elif not self._is_left_out(child):
                if number := counter.number(child):
                    self._numbers.append(number)
                inner = looks_of(child, looks).of_kind(Kind.LIST, self._depth)
                self._children(child, inner)
                self._end(inner)
        self._depth -= 1

    def _number(self, element: etree._Element, looks: Looks) -> None:
        """What Word and WPS write for those who do not count: the number, then blanks."""
        text = element.text_content().replace("\u00a0", " ")
        words = text.strip()
        if words and looks.is_hidden:
            self._told.append(("hidden", words))
        elif words:
            self._tell_unseen(words, looks)
            is_bullet = not any(sign.isalnum() or sign in "（(①" for sign in words)
            suffix = "tab" if text != words else "nothing"
            sign = "".join(signs.from_font("symbol", ord(s)) for s in words) if is_bullet else words
            if words in "·o§Øüvnlu":  # letters of fonts of symbols
                sign, is_bullet = "•", True
            self._numbers.append(Number(sign, suffix, max(self._depth, 1), is_bullet))

    def _write(self, text: str | None, looks: Looks) -> None:
        if not text:
            return
        words = glue_lines(text)
        if looks.is_preformatted:
            words = text
        if not self._runs and not words.strip():
            return
        words = cleaned(words)
        if looks.is_hidden and words.strip():
            self._told.append(("hidden", words))
            self._hid = True
            return
        self._tell_unseen(words, looks)
        if looks.height and words.strip():
            words = self._at_height(words, looks.height)
        elif words.strip():
            self._standings[len(self._runs)] = looks.standing
        self._runs.append(Run(words, looks.bold, looks.link))

    def _tell_unseen(self, words: str, looks: Looks) -> None:
        """Tell words that hardly anybody can read; those of a paragraph that follow are one."""
        if not looks.is_unseen or not words.strip():
            return
        before = self._told.pop()[1] if self._told and self._told[-1][0] == "unseen" else ""
        self._told.append(("unseen", before + words))

    def _at_height(self, words: str, height: str) -> str:
        text = words.strip()
        is_set = signs.raised(text) if height == "super" else signs.lowered(text)
        if is_set is None and not text.startswith("["):
            self._told.append(("signs", text))
        return is_set or words

    def _written(self) -> list[Run]:
        """What was written since the last paragraph, and high or low what does not stand on it."""
        runs, standings = self._runs, self._standings
        self._runs, self._standings = [], {}
        line = line_of(standings.values())
        for place, standing in standings.items():
            if height := height_of(standing, line):
                run = runs[place]
                runs[place] = Run(self._at_height(run.text, height), run.bold, run.link)
        return trimmed(joined(runs))

    def _tell(self, place: Place) -> None:
        told, self._told = self._told, []
        for code, words in told:
            self.flow.tell(code, place, words=" ".join(words.split())[:MOST_TOLD])

    def _end(self, looks: Looks) -> None:
        """The paragraph is over; what was written becomes one, and each of its lines in `pre`."""
        runs = self._written()
        self._tell(self._sink.next_place() if runs else self._sink.place())
        has_hid, self._hid = self._hid, False
        if not runs:
            self._numbers = [] if has_hid else self._numbers  # they stand for nothing
            return
        numbers, self._numbers = self._numbers, []
        number = numbers[-1] if numbers else None
        for earlier in reversed(numbers):
            runs = numbered(runs, earlier)
        kind, level = looks.kind, looks.level
        if kind is Kind.TEXT and number:
            kind, level = Kind.LIST, number.level
        if kind in (Kind.HEADING, Kind.TITLE):
            runs = joined([Run(run.text, link=run.link) for run in runs])
        for line in _lines(runs) if looks.is_preformatted else [runs]:
            place = self._sink.next_place()
            self._sink.add(Paragraph(line, place, kind, level, number.text if number else ""))

    def _box(self, element: etree._Element, looks: Looks) -> None:
        self._write(box_of(element), looks)

    def _reading(self, element: etree._Element, looks: Looks) -> None:
        """How words are read, as browsers without ruby print it."""
        self._write(f"（{element.text_content().strip()}）", looks_of(element, looks))

    def _formula(self, element: etree._Element, looks: Looks) -> None:
        if words := formula_of(element):
            self._told.append(("formula", words))
            self._write(words, looks_of(element, looks))

    def _quotation(self, element: etree._Element, looks: Looks) -> None:
        """Browsers write the quotation marks, other ones within others."""
        depth = sum(1 for _ in element.iterancestors("q"))
        opening, closing = "‘’" if depth % 2 else "“”"
        self._write(opening, looks)
        self._children(element, looks_of(element, looks))
        self._write(closing, looks)

    def _picture(self, element: etree._Element, looks: Looks) -> None:
        if looks_of(element, looks).is_hidden:
            self._told.append(("hidden_picture", ""))
            return
        place = self._sink.next_place() if self._runs else self._sink.place()
        kind, data = picture_of(element.get("src", ""))
        if not data:
            self.flow.tell("picture_missing", place)
            return
        name = f"picture{len(self.flow.pictures) + 1}.{kind}"
        self._sink.add_picture(Picture(name, data, element.get("alt", "").strip(), place))

    def _table(self, element: etree._Element, looks: Looks) -> None:
        self._end(looks)
        for caption in element.iterchildren("caption"):
            if not self._is_left_out(caption):
                self._block(caption, looks_in(caption, element.getparent(), looks))
        rows = [row for row in element.iter("tr") if table_of(row) is element]
        shown = [cell for row in rows if not why_row_dropped(row) for cell in shown_cells(row)]
        inner = looks_in(element, element.getparent(), looks)
        if self._sink.is_fixed:
            self.flow.tell("nested_table", self._sink.place())
            for row in rows:
                self._line(row, looks_in(row, element, inner))
        elif len(shown) == 1:
            for row in rows:
                self._cells(row)  # what is not shown is told
            self.flow.tell("frame_table", self._sink.next_place())
            inner = looks_in(shown[0], element, inner)
            self._children(shown[0], replace(inner, kind=looks.kind, level=looks.level))
            self._end(looks)
        elif rows:
            self._rows(element, rows, inner)

    def _rows(self, element: etree._Element, rows: list[etree._Element], looks: Looks) -> None:
        self._tables += 1
        place = Place(table=self._tables)
        made = Table([], place)
        self.flow.items.append(made)
        cells = [
            self._row(row, order, looks_in(row, element, looks))
            for order, row in enumerate(rows, 1)
        ]
        made.rows = [row for row in cells if row]
        if not made.rows:
            self.flow.items.remove(made)

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        """The cells of a row that are shown; of the others it is told what stands in them."""
        if code := why_row_dropped(row):
            words = " ".join(cell.text_content().strip() for cell in row if cell.tag in CELLS)
            if words.strip():
                self._told.append((code, words))
            return []
        return [cell for cell in row if cell.tag in CELLS and not self._is_left_out(cell)]

    def _line(self, row: etree._Element, looks: Looks) -> None:
        outer, self._sink = self._sink, self._sink.inside()
        for cell in self._cells(row):
            inner = looks_in(cell, row, looks)
            self._children(cell, inner)
            self._end(inner)
        self._tell(outer.place())
        line, self._sink = self._sink, outer
        self._sink.add_line(line)

    def _row(self, row: etree._Element, order: int, looks: Looks) -> list[Cell]:
        place = Place(table=self._tables, row=order)
        cells = self._cells(row)
        self._tell(place)
        return [
            Cell(
                self._apart(cell, place, looks_in(cell, row, looks)),
                span_of(cell, "colspan"),
                span_of(cell, "rowspan"),
                is_header=cell.tag == "th",
            )
            for cell in cells
        ]

    def _apart(
        self, element: etree._Element, place: Place, looks: Looks = PLAIN
    ) -> list[Paragraph]:
        """What stands in a cell or a note."""
        outer, self._sink = self._sink, Sink(self.flow, place)
        depth, self._depth = self._depth, 0
        self._children(element, looks)
        self._end(looks)
        inner, self._sink, self._depth = self._sink, outer, depth
        self.flow.items += inner.pictures
        return inner.paragraphs

    def _note(self, element: etree._Element, order: int) -> None:
        kind = NOTE.search(element.get("style", ""))
        is_endnote = kind is not None and kind[1].lower() == "end"
        place = Place(note=order, is_endnote=is_endnote)
        back = next(element.iter("a"), None)
        mark = back.text_content().strip() if back is not None else ""
        if back is not None:
            back.drop_tree()
        self.flow.notes.append(Note(mark, self._apart(element, place), place, is_endnote))


def _lines(runs: list[Run]) -> list[list[Run]]:
    """Runs parted at the breaks of their lines."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(Run(first, run.bold, run.link))
        lines += [[Run(part, run.bold, run.link)] for part in more]
    return [line for parts in lines if (line := trimmed(joined(parts)))]
