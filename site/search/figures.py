"""Figures in the other numerals: people type 80周岁 where a text has 八十周岁, and the reverse."""

import re

from clauses.numerals import CHINESE, DIGITS, chinese, value_of
from search.pairs import is_han

# One sign alone is mostly part of a word: 一次性, 统一, 三孩.
NUMERAL = re.compile(f"[{CHINESE}]{{2,}}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LONGEST = 4


def in_chinese(query: str, start: int, end: int) -> tuple[str, ...]:
    """How a Chinese text may write the digits at a place of a folded query, with what is beside.

    The next character comes along, since a numeral alone begins too many words: 10年 gives 十年;
    1.5米 gives 一点 for its 1 and 点五米 for its 5.
    """
    digits, after = query[start:end], query[end : end + 1]
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _LONGEST:
        return ()
    before = query[start - 1] if start else ""
    numeral = chinese(int(digits))
    following = after if after and is_han(after) else ""
    if before == ".":
        return (f"点{_one_by_one(digits)}{following}",)
    if after == ".":
        return (f"{numeral}点",)
    if after == "%":
        return (f"百分之{numeral}",)
    if not following:
        return ()
    year = (f"{_one_by_one(digits)}年",) if after == "年" and _YEAR.fullmatch(digits) else ()
    return (*year, f"{'第' if before == '第' else ''}{numeral}{following}")


def in_digits(numeral: str) -> str:
    """The digits of a Chinese numeral; the longest that a text is likely to have."""
    return str(value_of(numeral))


def _one_by_one(digits: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in digits)
