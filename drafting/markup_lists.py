"""Lists of HTML: the number that a browser shows before an item."""

import re

from lxml import etree

from drafting.number import BULLET, Number
from drafting.numerals import numeral

STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
BY_TYPE = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman",
    "I": "upper-roman",
}  # fmt: skip
# Counter styles of CSS by their names, as formats of `drafting.numerals`.
FORMATS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
CHINESE_FORMATS = {
    "cjk-decimal": "ideographDigital",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
BULLETS = frozenset({"disc", "circle", "square"})


class Counter:
    """Counts the items of one list; `level` is how deep it lies, from 1."""

    def __init__(self, element: etree._Element, level: int) -> None:
        self._is_ordered = element.tag == "ol"
        self._style = _style(element) or ("decimal" if self._is_ordered else "disc")
        items = element.findall("li")
        self._step = -1 if element.get("reversed") is not None else 1
        first = len(items) if self._step < 0 else 1
        self._next = _whole(element.get("start"), first)
        self.level = level

    def number(self, item: etree._Element) -> Number | None:
        """The number of the next item; None where the list shows none."""
        count = _whole(item.get("value"), self._next)
        self._next = count + self._step
        style = _style(item) or self._style
        if style == "none":
            return None
        if style in CHINESE_FORMATS:
            return Number(f"{numeral(count, CHINESE_FORMATS[style])}、", "tab", self.level)
        if style in BULLETS or style not in FORMATS:
            return Number(BULLET, "tab", self.level, is_bullet=True)
        return Number(f"{numeral(count, FORMATS[style])}.", "tab", self.level)


def _style(element: etree._Element) -> str:
    if match := STYLE.search(element.get("style", "")):
        return match[1].lower()
    return BY_TYPE.get(element.get("type", ""), element.get("type", "").lower())


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise
