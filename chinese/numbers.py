"""The file number (发文字号) of a government document, and its normalized key."""

import re

from chinese.folding import fold

_LENGTH = 200
_PREFIX = "[\u3007\u4e00-\u9fff]"
_OPEN, _CLOSE = r"〔\[(【〖「『〈《<", r"〕\])】〗」』〉》>"
_YEAR = "(?:19|20)[0-9]{2}"
_SERIAL = "第?(?P<serial>[0-9]{1,6})"
# `fold` comes first: it makes （ into (, ［ into [, ﹝ into 〔, full-width digits into plain ones.
_WITH_BRACKETS = re.compile(
    rf"(?P<prefix>{_PREFIX}{{0,40}})[{_OPEN}](?P<year>{_YEAR})年?[{_CLOSE}]"
    rf"{_SERIAL}(?:号|$)"
)
_ORDER = re.compile(
    rf"(?P<prefix>{_PREFIX}{{0,38}}(?:令|公告|通告))(?:(?P<year>{_YEAR})年)?{_SERIAL}号"
)
# As people type it in a search box: without brackets, and with or without the letters around.
_TYPED = re.compile(rf"(?P<prefix>{_PREFIX}{{0,40}}?)(?P<year>{_YEAR})[年,./-]?{_SERIAL}号?")
_SERIAL_ALONE = re.compile(f"{_SERIAL}号?")


def number_key(text: str) -> str:
    """The canonical key of the first file number in a text, or '' when there is none.

    `九府发〔2017〕1号` gives `九府发|2017|1`; an order without a year, `国令第711号`, gives
    `国令||711`; `[2017]1号`, of which the prefix was left out, gives `|2017|1`.
    """
    folded = _folded(text)
    for form in (_WITH_BRACKETS, _ORDER):
        if match := form.search(folded):
            return _key(match["prefix"], match["year"], match["serial"])
    return ""


def is_number(text: str) -> bool:
    """Whether a text is one file number and nothing else, as the line under a title is."""
    folded = _folded(text)
    return any(form.fullmatch(folded) for form in (_WITH_BRACKETS, _ORDER))


def asked_key(query: str) -> str:
    """The key of the file number that a query asks for, or ''.

    People leave brackets off: `九府办发2026年31号`, `2026-31`. A query of one short number is a
    serial number: `31号` gives `||31`; a year alone asks for no file.
    """
    if key := number_key(query):
        return key
    folded = _folded(query)
    if match := _TYPED.fullmatch(folded):
        return _key(match["prefix"], match["year"], match["serial"])
    if not re.fullmatch(_YEAR, folded) and (match := _SERIAL_ALONE.fullmatch(folded)):
        return _key("", "", match["serial"])
    return ""


def _folded(text: str) -> str:
    return "".join(fold(text[:_LENGTH]).split())


def _key(prefix: str, year: str | None, serial: str) -> str:
    return f"{prefix}|{year or ''}|{int(serial)}"


def shorter_keys(key: str) -> list[str]:
    """The keys that remain when characters are taken from the front of a prefix.

    In a query other words may stand right before the number: 关于印发九府发〔2017〕1号.
    """
    prefix, rest = key.split("|", 1)
    return [f"{prefix[start:]}|{rest}" for start in range(len(prefix) - 1)]
