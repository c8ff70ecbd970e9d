"""Footnotes and endnotes: their marks in the order of the text, and what they say."""

from lxml import etree

from drafting import signs
from drafting.numerals import numeral
from drafting.word.names import W, number, value
from drafting.word.package import Parts

DEFAULT_FORMAT = {"footnotes": "decimal", "endnotes": "lowerRoman"}


class Notes:
    """The notes of a document; those that nothing names are not printed and left out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._elements: dict[str, dict[str, etree._Element]] = {}
        self._named: dict[str, dict[str, str]] = {"footnotes": {}, "endnotes": {}}
        self._settings: etree._Element | None = None
        self._has_settings = False

    def mark(self, kind: str, note_id: str) -> str:
        """The mark of a note, counted when the text names it first."""
        named = self._named[kind]
        if note_id not in named:
            start, number_format = self._counting(kind)
            mark = numeral(start + len(named), number_format)
            named[note_id] = signs.raised(mark) or (mark if mark in signs.STANDING else f"[{mark}]")
        return named[note_id]

    def named(self, kind: str) -> list[tuple[str, etree._Element | None]]:
        """The mark and the content of each note, in order; None for one that is missing."""
        elements = self._of(kind) if self._named[kind] else {}
        return [(mark, elements.get(note_id)) for note_id, mark in self._named[kind].items()]

    def _of(self, kind: str) -> dict[str, etree._Element]:
        if kind not in self._elements:
            root = self._parts.root(kind)
            notes = root.iterchildren(etree.Element) if root is not None else ()
            self._elements[kind] = {str(note.get(f"{W}id")): note for note in notes}
        return self._elements[kind]

    def _counting(self, kind: str) -> tuple[int, str]:
        """The first number and the format: of the section, else of the document."""
        name = "footnotePr" if kind == "footnotes" else "endnotePr"
        if not self._has_settings:
            self._settings, self._has_settings = self._parts.root("settings"), True
        in_section = self._parts.document.find(f".//{W}sectPr/{W}{name}")
        in_settings = self._settings.find(W + name) if self._settings is not None else None
        asked = (in_section, in_settings)
        start = next((value(one, "numStart") for one in asked if value(one, "numStart")), None)
        chosen = next((value(one, "numFmt") for one in asked if value(one, "numFmt")), None)
        return number(start) or 1, chosen or DEFAULT_FORMAT[kind]
