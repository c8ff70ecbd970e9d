"""Numbers as Word, WPS and browsers print them before paragraphs (ECMA-376, 17.18.59)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_HAN = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
MOST = 32_767  # Word counts no further
_LONGEST_LETTERS = 50


@dataclass(frozen=True)
class _Counting:
    """Chinese counting with places: its digits, and whether gaps and the one of ten are said."""

    digits: str
    places: str
    myriad: str = "万"
    says_gaps: bool = True
    says_leading_one: bool = False
    says_ones: bool = True


_EVERYDAY = _Counting("零一二三四五六七八九", "千百十")
_LEGAL = _Counting("零壹贰叁肆伍陆柒捌玖", "仟佰拾", says_leading_one=True)
_LEGAL_TRADITIONAL = _Counting("零壹貳參肆伍陸柒捌玖", "仟佰拾", "萬", says_leading_one=True)
_JAPANESE = _Counting("〇一二三四五六七八九", "千百十", says_gaps=False, says_ones=False)
_JAPANESE_LEGAL = _Counting("〇壱弐参四伍六七八九", "阡百拾", "萬", False, True)


def counted(number: int, counting: _Counting = _EVERYDAY) -> str:
    """`101` as 一百零一, `12` as 十二, `10` in legal counting as 壹拾."""
    upper, lower = divmod(number, 10_000)
    text = _group(upper, counting) + counting.myriad if upper else ""
    if upper and counting.says_gaps and 0 < lower < 1000:
        text += counting.digits[0]
    text += _group(lower, counting)
    if not counting.says_leading_one:
        one_ten = counting.digits[1] + counting.places[-1]
        text = text[1:] if text.startswith(one_ten) else text
    return text


def _group(number: int, counting: _Counting) -> str:
    """A number below ten thousand."""
    text, gap = "", False
    for place, unit in zip((1000, 100, 10, 1), (*counting.places, ""), strict=True):
        digit = number // place % 10
        if not digit:
            gap = bool(text)
            continue
        text += counting.digits[0] if gap and counting.says_gaps else ""
        gap = False
        text += "" if digit == 1 and unit and not counting.says_ones else counting.digits[digit]
        text += unit
    return text


def digits(number: int, signs: str) -> str:
    """One sign for each decimal digit."""
    return "".join(signs[int(digit)] for digit in str(number))


def _tens(number: int, zero: str) -> str:
    """十 up to 99, then one sign for each digit: 一〇〇."""
    return counted(number) if number < 100 else digits(number, zero + _HAN[1:])


def _row(number: int, signs: str) -> str:
    """The place in a row of signs; plain digits behind its end."""
    return signs[number - 1] if number <= len(signs) else str(number)


def _signs(first: int, count: int) -> str:
    return "".join(chr(first + place) for place in range(count))


def letters(number: int, alphabet: str) -> str:
    """a to z, then aa, bb, as Word counts on."""
    times = min((number - 1) // len(alphabet) + 1, _LONGEST_LETTERS)
    return alphabet[(number - 1) % len(alphabet)] * times


def roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _zodiac(number: int) -> str:
    place = (number - 1) % 60
    return _STEMS[place % 10] + _BRANCHES[place % 12]


_LATIN = _signs(ord("a"), 26)
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": partial(digits, signs="０１２３４５６７８９"),
    "decimalFullWidth2": partial(digits, signs="０１２３４５６７８９"),
    "numberInDash": lambda number: f"- {number} -",
    "upperLetter": partial(letters, alphabet=_LATIN.upper()),
    "lowerLetter": partial(letters, alphabet=_LATIN),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "chineseCounting": partial(_tens, zero="〇"),
    "taiwaneseCounting": partial(_tens, zero="○"),
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "chineseLegalSimplified": partial(counted, counting=_LEGAL),
    "ideographLegalTraditional": partial(counted, counting=_LEGAL_TRADITIONAL),
    "japaneseCounting": partial(counted, counting=_JAPANESE),
    "japaneseLegal": partial(counted, counting=_JAPANESE_LEGAL),
    "ideographDigital": partial(digits, signs=_HAN),
    "japaneseDigitalTenThousand": partial(digits, signs=_HAN),
    "taiwaneseDigital": partial(digits, signs="○" + _HAN[1:]),
    "koreanDigital2": partial(digits, signs="零" + _HAN[1:]),
    "ideographTraditional": partial(_row, signs=_STEMS),
    "ideographZodiac": partial(_row, signs=_BRANCHES),
    "ideographZodiacTraditional": _zodiac,
    # The four rows of signs in GB 2312, which end where they end there.
    "decimalEnclosedFullstop": partial(_row, signs=_signs(0x2488, 20)),
    "decimalEnclosedParen": partial(_row, signs=_signs(0x2474, 20)),
    "decimalEnclosedCircleChinese": partial(_row, signs=_signs(0x2460, 10)),
    "ideographEnclosedCircle": partial(_row, signs=_signs(0x3220, 10)),
    "decimalEnclosedCircle": partial(_row, signs=_signs(0x2460, 20)),
}
UNSHOWN = frozenset({"none", "bullet"})


def is_known(number_format: str) -> bool:
    """Whether this format comes out as Word prints it; others come out in plain digits."""
    return number_format in _FORMATS or number_format in UNSHOWN


def numeral(number: int, number_format: str) -> str:
    """A number in a format of ECMA-376 (`w:numFmt`); plain digits for what has no such form."""
    if number_format in UNSHOWN:
        return ""
    if not 1 <= number <= MOST:
        return {"decimalZero": f"{number:02}"}.get(number_format, str(number))
    return _FORMATS.get(number_format, str)(number)
