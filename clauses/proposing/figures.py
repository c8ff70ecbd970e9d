"""Amounts, percentages, terms, ages and dates in a text, in one form each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from clauses.characters import fold
from clauses.numerals import CHINESE, value_of

_UNITS = (
    "元|%|‰|岁|个?工作日|小时|分钟|天|周岁|平方米|公顷|亩|公里|毫米|米|吨|公斤|人次|人|户|名|家|辆|个月|"
    "年|月|日|万人|倍|个百分点|座|所"
)
_NUMBER = re.compile(
    rf"(?<![0-9.,])(?P<n>[0-9]{{1,15}}(?:,[0-9]{{3}}){{0,4}}(?:\.[0-9]{{1,8}})?|[{CHINESE}]{{1,9}})"
    rf"(?P<scale>[万亿]{{0,2}})(?P<unit>{_UNITS})(?!级|度|以来)"
)
_DATE = re.compile(r"(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
_PERCENT = re.compile(rf"百分之(?P<n>[0-9.]+|[{CHINESE}]+)")
_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_SAME = {"个工作日": "工作日", "周岁": "岁"}
# 2020年 and 3月 stand in every text; 三个人 says nothing.
_DATES_ONLY = {"年", "月", "日"}


@dataclass(frozen=True)
class Figure:
    """One figure: `value` is how it is compared, characters `start` to `end` how it is said."""

    value: str
    start: int
    end: int


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text: 1.2万元 and 12000元 have one value."""
    folded = fold(text)
    for match in _DATE.finditer(folded):
        month, day = int(match["month"]), int(match["day"])
        yield Figure(f"{month}月{day}日", match.start(), match.end())
    for match in _PERCENT.finditer(folded):
        yield Figure(f"{_amount(match['n'], '')}%", match.start(), match.end())
    for match in _NUMBER.finditer(folded):
        unit = _SAME.get(match["unit"], match["unit"])
        if unit in _DATES_ONLY or (match["scale"] not in _SCALES):
            continue
        amount = _amount(match["n"], match["scale"])
        if amount is not None:
            yield Figure(f"{amount:f}{unit}", match.start(), match.end())


def _amount(number: str, scale: str) -> Decimal | None:
    digits = number.replace(",", "")
    try:
        plain = Decimal(digits) if digits[0].isdigit() else Decimal(value_of(digits))
    except (ValueError, ArithmeticError):
        return None
    amount = plain * _SCALES[scale]
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount.normalize()
