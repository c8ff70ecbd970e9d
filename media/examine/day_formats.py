"""Days and times as a number format of a spreadsheet shows them (ECMA-376, 18.8.31).

A day that is shown with its year and month is written as `2026-11-20`, whatever parts it; formats
with words of their own, and those that leave something out, are followed to the letter.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from itertools import groupby

from media.examine.number_formats import GENERAL, LONGEST, TOKEN, bare, sections_of

FIRST_DAY = datetime.datetime(1899, 12, 30)  # from which spreadsheets count
SIGNS = frozenset("ymdhsea")  # e is a year, aaa and aaaa are days of the week
ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
HALVES = re.compile(r"AM/PM|A/P|上午/下午", re.IGNORECASE)
PART_OF_SECOND = re.compile(r"\.(0{1,3})")
PLACES = frozenset("0#?@")
PLAIN_WORDS = frozenset("年月日号时分秒点-/. ,:")
USUAL = frozenset("ymdhns")
DIGITS, WEEKDAYS = "〇一二三四五六七八九", "一二三四五六日"
SECONDS_OF = {"h": 3600, "m": 60, "s": 1}
# Formats that files of a Chinese Excel name by a number alone (ECMA-376, 18.8.30, zh-cn).
_MONTH, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALVES = ('上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"')
CHINESE = {
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: f'yyyy"年"{_DAY}', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: _HALVES[0], 35: _HALVES[1], 36: _MONTH, 50: _MONTH, 51: _DAY,
    52: _MONTH, 53: _DAY, 54: _DAY, 55: _HALVES[0], 56: _HALVES[1], 57: _MONTH, 58: _DAY,
}  # fmt: skip
Value = datetime.date | datetime.time | datetime.timedelta


@dataclass(frozen=True)
class _Sign:
    """One thing that a format shows: `kind` is y m d w h n s, [h] [m] [s], a half of the day, or
    '' for a literal, which is then the `text`."""

    kind: str
    text: str


def written(value: Value, code: str) -> str:
    """A day, a time or a length of time as its cell shows it."""
    try:
        moment = _moment(value)
    except OverflowError:  # beyond the year 9999
        return str(value)
    section = sections_of(code[:LONGEST])[0]
    signs = _told_apart(_signs(section))
    kinds = {sign.kind for sign in signs if sign.kind}
    words = "".join(sign.text for sign in signs if not sign.kind)
    is_chinese = "[DBNum" in section
    if set(words) <= PLAIN_WORDS and not is_chinese and {"y", "m"} <= kinds <= USUAL:
        return _usual(moment, kinds)
    if not kinds:
        return str(value)
    is_halved = "half" in kinds
    return "".join(_shown(sign, moment, is_chinese, is_halved) for sign in signs).strip()


def is_of_days(code: str) -> bool:
    """Whether a format shows a number as a day or a time."""
    section = sections_of(code[:LONGEST])[0]
    if GENERAL.search(section):
        return False
    shows_number = PLACES.intersection(PART_OF_SECOND.sub("", bare(section)))
    return not shows_number and any(sign.kind for sign in _signs(section))


def _usual(moment: datetime.datetime, kinds: set[str]) -> str:
    if "d" not in kinds:
        return f"{moment.year}年{moment.month}月"
    day = f"{moment.year}-{moment.month:02}-{moment.day:02}"
    if "h" not in kinds:
        return day
    return f"{day} {moment:%H:%M:%S}" if "s" in kinds else f"{day} {moment:%H:%M}"


def _moment(value: Value) -> datetime.datetime:
    """The same as a moment since spreadsheets count, to the thousandth of a second."""
    if isinstance(value, datetime.timedelta):
        moment = FIRST_DAY + value
    elif isinstance(value, datetime.time):
        moment = datetime.datetime.combine(FIRST_DAY, value)
    elif isinstance(value, datetime.datetime):
        moment = value
    else:
        moment = datetime.datetime.combine(value, datetime.time())
    rest = moment.microsecond % 1000
    return moment + datetime.timedelta(microseconds=(1000 - rest) if rest >= 500 else -rest)


def _signs(section: str) -> list[_Sign]:
    """What stands in a section, months and minutes not yet told apart."""
    signs: list[_Sign] = []
    position = 0
    while position < len(section):
        if match := HALVES.match(section, position):
            signs.append(_Sign("half", match[0]))
        elif match := PART_OF_SECOND.match(section, position):
            signs.append(_Sign("part", match[1]))
        else:
            match = TOKEN.match(section, position)
            assert match is not None  # any sign is a token
            signs.append(_sign(match))
        position = match.end()
    runs = groupby(signs, lambda sign: sign.kind)
    return [_Sign(kind, "".join(sign.text for sign in run)) for kind, run in runs]


def _sign(token: re.Match[str]) -> _Sign:
    bracketed, code = token["bracketed"] or "", token["code"] or ""
    if ELAPSED.fullmatch(bracketed):
        return _Sign(f"[{bracketed[0].lower()}]", bracketed)
    if code.lower() in SIGNS:
        return _Sign(code.lower(), code)
    return _Sign("", token["quoted"] or token["escaped"] or code.replace("@", ""))


def _told_apart(signs: list[_Sign]) -> list[_Sign]:
    """The same, where m behind hours or before seconds are minutes, and days of the week."""
    known: list[_Sign] = []
    shown = [sign.kind for sign in signs if sign.kind]
    place = -1
    for sign in signs:
        place += bool(sign.kind)
        kind = sign.kind
        around = (shown[place - 1 : place], shown[place + 1 : place + 2])
        if kind == "m" and (around[0] in (["h"], ["[h]"]) or around[1] in (["s"], ["[s]"])):
            kind = "n"
        elif kind == "a" or (kind == "d" and len(sign.text) > 2):
            kind = "w"
        known.append(_Sign("y" if kind == "e" else kind, sign.text))
    return known


def _shown(sign: _Sign, moment: datetime.datetime, is_chinese: bool, is_halved: bool) -> str:
    kind, length = sign.kind, len(sign.text)
    if not kind:
        return sign.text
    if kind == "half":
        return sign.text.split("/")[moment.hour >= 12]
    if kind == "w":
        return _weekday(sign, moment)
    if kind == "part":
        return f".{moment.microsecond // 1000:03}"[: length + 1]
    if kind == "m" and length > 2:
        return (calendar.month_abbr if length == 3 else calendar.month_name)[moment.month]
    if kind == "y":
        year = f"{moment.year}" if length > 2 or sign.text.lower() == "e" else f"{moment:%y}"
        return "".join(DIGITS[int(digit)] for digit in year) if is_chinese else year
    number = _number(kind, moment, is_halved)
    return _chinese(number) if is_chinese else f"{number:0{min(length, 2)}}"


def _number(kind: str, moment: datetime.datetime, is_halved: bool) -> int:
    if kind[0] == "[":
        seconds = (moment - FIRST_DAY).total_seconds()
        return int(seconds // SECONDS_OF[kind[1]])
    hour = (moment.hour % 12 or 12) if is_halved else moment.hour
    return {
        "m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second,
    }[kind]  # fmt: skip


def _weekday(sign: _Sign, moment: datetime.datetime) -> str:
    day, length = moment.weekday(), len(sign.text)
    if sign.kind == "w" and sign.text[0] in "aA":
        return WEEKDAYS[day] if length < 4 else f"星期{WEEKDAYS[day]}"
    return (calendar.day_abbr if length == 3 else calendar.day_name)[day]


def _chinese(number: int) -> str:
    """A number below a hundred: 二十一; others digit by digit."""
    if number >= 100:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    words = ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "")
    return words + (DIGITS[ones] if ones or not tens else "")
