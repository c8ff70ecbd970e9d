"""Names that are parts of a year: 上半年 holds 一季度, and 一季度 holds 1月."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from media.charts.numbers import narrow

YEAR = r"(?P<year>(?:[0-9]{2,4}|[本上去今]|当)年(?:度)?)?"
MONTH = re.compile(rf"{YEAR}(?P<month>1[0-2]|[1-9])月份?")
QUARTER = re.compile(
    rf"{YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|q(?P<short>[1-4]))", re.IGNORECASE
)
QUARTERS = re.compile(rf"{YEAR}(?:前|[一1][至到~-])(?P<quarter>[二三四2-4])个?季度")
HALF = re.compile(rf"{YEAR}(?P<half>[上下])半年")
WHOLE = re.compile(rf"{YEAR}(?:全年|年度|全年度)|(?P<alone>[0-9]{{4}}年(?:度)?)")
NUMBERS = {sign: number for number, sign in enumerate("一二三四", 1)}
EVERY_MONTH = frozenset(range(1, 13))


class Period(NamedTuple):
    """The months of a year; the year is empty where the name says none."""

    year: str
    months: frozenset[int]


def holds_another(names: Sequence[str], place: int) -> bool:
    """Whether the time of one name has in it that of another one, and more."""
    own = period_of(names[place])
    if own is None:
        return False
    others = map(period_of, names)
    return any(other and other.year == own.year and other.months < own.months for other in others)


def period_of(name: str) -> Period | None:
    """The part of a year that a name says; None for every other name."""
    plain = re.sub("[—–～]", "-", narrow(name).replace(" ", ""))
    if match := MONTH.fullmatch(plain):
        return Period(_year(match), frozenset([int(match["month"])]))
    if match := QUARTER.fullmatch(plain):
        last = 3 * _number(match["quarter"] or match["short"])
        return Period(_year(match), frozenset(range(last - 2, last + 1)))
    if match := QUARTERS.fullmatch(plain):
        return Period(_year(match), frozenset(range(1, 3 * _number(match["quarter"]) + 1)))
    if match := HALF.fullmatch(plain):
        first = 1 if match["half"] == "上" else 7
        return Period(_year(match), frozenset(range(first, first + 6)))
    if match := WHOLE.fullmatch(plain):
        return Period((match["alone"] or _year(match)).rstrip("年度"), EVERY_MONTH)
    return None


def _year(match: re.Match[str]) -> str:
    return (match["year"] or "").rstrip("年度")


def _number(sign: str) -> int:
    return NUMBERS.get(sign) or int(sign)
