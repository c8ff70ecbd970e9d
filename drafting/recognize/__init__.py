"""Recognizes the fields of a document in a neutral text, each with the place where it stands."""

from datetime import date

from drafting.flow import Flow, Kind, Paragraph, Table
from drafting.recognize import body, days, foot, head, parts
from drafting.recognize.found import FIELDS, Found, Line, Part, Recognized, What
from drafting.recognize.words import genre_of, organs_in

__all__ = ["FIELDS", "Found", "Line", "Part", "Recognized", "What", "recognize"]

DAYS = frozenset({"date_written", "date_effective", "expires"})
FORMS = 2  # tables that may be a form with the fields of the document


def recognize(flow: Flow) -> Recognized:
    """The fields of the first document in a text, and what else the file holds."""
    lines = lines_of(flow)
    found = Recognized(parts=parts.of(lines))
    own = _own(lines, found.parts)
    found.what = _what(found.parts)
    top = head.read(own)
    for name, value in {**_form(flow), **top.fields}.items():
        found.add(name, _typed(name, value))
    day_line, signed = foot.signed(own, top.body)
    for name, value in signed.items():
        found.add(name, value)
    if day_line is not None and "doc_number" in found.fields:
        found.add("title", head.title_behind(own[day_line + 1 :]))
    found.add("attachments", foot.attachments(own[top.body :], _until(day_line, top.body)))
    found.add("openness", foot.openness(own))
    found.add("contacts", foot.contacts(own))
    _say(found, own)
    found.add("issuers", _issuers(found, top))
    return found


def lines_of(flow: Flow) -> list[Line]:
    """The lines outside of tables; those of a table of contents that Word made are no text."""
    return [
        Line(text, item.place, order, item.kind is Kind.TITLE)
        for order, item in enumerate(flow.items)
        if isinstance(item, Paragraph) and item.kind is not Kind.CONTENTS
        for text in item.text.split("\n")
        if text.strip()
    ]


def _own(lines: list[Line], found: list[Part]) -> list[Line]:
    """The lines of the first part."""
    end = found[1].item if len(found) > 1 else None
    return [line for line in lines if end is None or line.item < end]


def _what(found: list[Part]) -> What:
    if len(found) > 1:
        return What.SEVERAL
    return found[0].what if found else What.UNKNOWN


def _until(day_line: int | None, start: int) -> int | None:
    return None if day_line is None else max(day_line - start, 0)


def _form(flow: Flow) -> dict[str, Found]:
    """What tables before and behind the text say in pairs of cells: 索引号 | 000014349/…"""
    found: dict[str, Found] = {}
    for table in flow.tables[:FORMS]:
        for pair in _pairs(table):
            for name, value in head.labelled(pair.text, pair).items():
                found.setdefault(name, value)
    return found


def _pairs(table: Table) -> list[Line]:
    """Each cell, and each label with the cell beside it, as a line."""
    pairs = []
    for row in table.rows:
        cells = [cell for cell in row if cell.paragraphs]
        for order, cell in enumerate(cells):
            text = " ".join(cell.text.split("\n"))
            if head.LABEL_ALONE.fullmatch(text.strip()) and order + 1 < len(cells):
                text = f"{text.rstrip(' ：:')}：{' '.join(cells[order + 1].text.split())}"
            pairs.append(Line(text, cell.paragraphs[0].place, 0))
    return pairs


def _typed(name: str, found: Found) -> Found | None:
    """A field that was read as words, as what it is; None where the words are none."""
    value = found.value
    if name in DAYS:
        value = days.day_of(value) if isinstance(value, str) else value
    elif name == "issuers" and isinstance(value, str):
        value = organs_in(value) or [value]
    elif name == "topic_words" and isinstance(value, str):
        value = [word for word in head.re.split(r"[\s　、；;，,|｜/／]+", value) if word]
    elif name == "openness":
        value = foot.openness_of(value)
    return Found(value, found.place, found.words) if value else None


def _say(found: Recognized, lines: list[Line]) -> None:
    """What the sentences say."""
    title = found.value("title") or ""
    found.add("date_effective", body.effective(lines))
    begins: date | None = found.value("date_effective") or found.value("date_written")
    found.add("expires", body.expires(lines, begins))
    if found.what is not What.INTERPRETATION:
        found.add("repeals", body.ended(lines))
        found.add("amends", body.changed(lines, title))
        found.add("responsible", body.responsible(lines))
    elif title:
        found.add("explains", _beside(found, body.books_of(title)))
    found.add("index_no", body.index_number(lines))
    found.add("genre", _beside(found, genre_of(title)) if title else body.genre(lines))


def _beside(found: Recognized, value: object) -> Found:
    """A field that the title tells."""
    title = found.fields["title"]
    return Found(value, title.place, title.words)


def _issuers(found: Recognized, top: head.Head) -> Found | None:
    """Who issued it: who signed, else the red head, else whom the title names first."""
    if signed := found.fields.get("signatures"):
        organs = [name for name in signed.value if not foot.PERSON.fullmatch(name)]
        if organs:
            return Found(organs, signed.place, signed.words)
    if "title" not in found.fields:
        return None
    title = found.value("title")
    organs = top.organs or (organs_in(title.partition("关于")[0]) if "关于" in title else [])
    return _beside(found, organs) if organs and found.what is not What.INTERPRETATION else None
