"""A copy of a text for matching: widths folded, blanks alike, every character in its place."""

import re
import unicodedata
from functools import lru_cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    # Kangxi radicals, as old PDF files have them for whole characters.
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    # A blank is a blank, and so are the signs that nobody sees, with those that turn the writing.
    blanks = "\u3000\u00a0\t\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009\u00ad"
    blanks += "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return (
        table
        | {ord(blank): " " for blank in blanks}
        | {0xFE59: "(", 0xFE5A: ")", 0xFE5D: "〔", 0xFE5E: "〕"}
    )


_TABLE = _table()
_SPACED = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
_BLANK = re.compile(r"\s+")


@lru_cache(4096)  # a document is read twice when it is saved: as it was, and as it is
def fold(text: str) -> str:
    """The text with folded widths, as long as before: a place in one is a place in the other."""
    return text.translate(_TABLE)


def plain(text: str) -> str:
    """The text folded and without any blank, to compare words and nothing else."""
    return _BLANK.sub("", fold(text))


def unspaced(text: str) -> str:
    """A heading without the blanks that spread it out: 总　　则 is 总则."""
    folded = fold(text)
    kept, end = [], 0
    for match in _SPACED.finditer(folded):
        kept.append(text[end : match.start()])
        end = match.end()
    return "".join((*kept, text[end:])).strip()
