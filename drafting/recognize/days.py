"""Days as documents write them: 2018年12月4日, 二〇〇五年六月十一日 with 〇 ○ 零 O mixed."""

import re
import unicodedata
from datetime import date

ZEROS = "〇○零OoＯ0０◯"
DIGITS = {**dict.fromkeys(ZEROS, 0), **{sign: n for n, sign in enumerate("一二三四五六七八九", 1)}}
_YEAR = rf"(?:[12１２][\d]{{3}}|[一二][{ZEROS}一二三四五六七八九]{{3}})"
_SMALL = rf"(?:\d{{1,2}}|[一二三四五六七八九十廿卅{ZEROS}]{{1,3}})"
_B = r"[\s　]*"
DAY = rf"{_YEAR}{_B}年{_B}{_SMALL}{_B}月{_B}{_SMALL}{_B}日"
_PARTS = re.compile(rf"({_YEAR}){_B}年{_B}({_SMALL}){_B}月{_B}({_SMALL}){_B}日")
_ANYWHERE = re.compile(DAY)
_NOT_IN_FORCE = re.compile(rf"(?<!自){DAY}(?!{_B}起)")
_WITH_SIGNS = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1900, 2099


def day_of(text: str) -> date | None:
    """The day that a text is, or None; one that no calendar has is none."""
    text = unicodedata.normalize("NFC", text).strip(" 　\t")
    match = _PARTS.fullmatch(text) or _WITH_SIGNS.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(_number, match.groups())
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if FIRST_YEAR <= year <= LAST_YEAR else None


def first_day(text: str) -> date | None:
    """The first day in a text, or None."""
    return next(filter(None, map(day_of, _ANYWHERE.findall(text))), None)


def last_day(text: str) -> date | None:
    """The last day in a text that is not the one from which something holds, or None."""
    found = [day_of(match[0]) for match in _NOT_IN_FORCE.finditer(text)]
    return next(filter(None, reversed(found)), None)


def years_later(day: date, years: int) -> date:
    """The last day of so many years that begin on a day."""
    try:
        after = day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        after = date(day.year + years, 3, 1)
    return date.fromordinal(after.toordinal() - 1)


def count_of(text: str) -> int:
    """A small whole number in either writing: 5, 五, 十五."""
    return _number(text)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
    return int("".join(str(DIGITS[sign]) for sign in text))
