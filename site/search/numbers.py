"""The file number (发文字号) of a government document, and its normalized key."""

import re

from search.pairs import fold

_LENGTH = 200
_PREFIX = "[\u3007\u4e00-\u9fff]"
_SERIAL = "第?(?P<serial>[0-9]{1,6})"
# `fold` comes first: it makes （ into (, ［ into [, ﹝ into 〔, full-width digits into plain ones.
_WITH_BRACKETS = re.compile(
    rf"(?P<prefix>{_PREFIX}{{0,40}})[〔\[(【〖](?P<year>(?:19|20)[0-9]{{2}})年?[〕\])】〗]"
    rf"{_SERIAL}(?:号|$)"
)
_ORDER = re.compile(
    rf"(?P<prefix>{_PREFIX}{{0,38}}(?:令|公告|通告))(?:(?P<year>(?:19|20)[0-9]{{2}})年)?{_SERIAL}号"
)


def number_key(text: str) -> str:
    """The canonical key of the first file number in a text, or '' when there is none.

    `九府发〔2017〕1号` gives `九府发|2017|1`; an order without a year, `国令第711号`, gives
    `国令||711`; `[2017]1号`, of which the prefix was left out, gives `|2017|1`.
    """
    folded = "".join(fold(text[:_LENGTH]).split())
    for form in (_WITH_BRACKETS, _ORDER):
        if match := form.search(folded):
            return f"{match['prefix']}|{match['year'] or ''}|{int(match['serial'])}"
    return ""


def shorter_keys(key: str) -> list[str]:
    """The keys that remain when characters are taken from the front of a prefix.

    In a query other words may stand right before the number: 关于印发九府发〔2017〕1号.
    """
    prefix, rest = key.split("|", 1)
    return [f"{prefix[start:]}|{rest}" for start in range(len(prefix) - 1)]
