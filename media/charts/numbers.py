"""Numbers as people write them in tables, and as readers are shown them."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Full-width ASCII, and the signs that stand for one of it.
NARROW: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
NARROW |= {ord(sign): " " for sign in "\u3000\u00a0\u2007\u2009\u202f"}
NARROW |= {ord("￥"): "¥", ord("−"): "-", ord("‒"): "-", ord("﹣"): "-", ord("\u200b"): None}
NARROW |= {ord("\ufeff"): None, ord("﹪"): "%", ord("﹐"): ","}
MISSING = frozenset(
    (
        "",
        "-",
        "--",
        "—",
        "——",
        "–",
        "…",
        "……",
        "...",
        "/",
        "空",
        "无",
        "暂无",
        "缺",
        "n/a",
        "na",
        "null",
    )
)
POWERS = {"万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "万": 4}
# A unit behind a number; Latin letters are none, or 12O would be twelve of something.
UNIT = r"[%‰℃°㎡㎥/\u4e00-\u9fff]{0,8}"
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?(?P<currency>[¥$]|RMB)?(?P<inner>[-+])?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?P<part>\.[0-9]+)?"
    r"(?P<power>[eE][-+]?[0-9]{1,2})? ?(?P<suffix>" + UNIT + r")(?P<close>\))?"
)
# 30余, 12万多人: about so many is no number that could be drawn.
ABOUT = re.compile("余|多|左右|上下|以[上下内外]|不到|不足")
LARGEST = Decimal(10) ** 15
FINEST = 8  # decimals


class NotANumberError(ValueError):
    """A text that is no number."""


class TooLargeError(NotANumberError):
    """A number beyond what a chart can show."""


@dataclass(frozen=True)
class Number:
    """A number of a table: `unit` as written behind it; `multiplied` if 万 or 亿 was.

    One with more than `FINEST` decimals is `rounded`.
    """

    value: Decimal
    unit: str = ""
    multiplied: bool = False
    rounded: bool = False


def narrow(text: str) -> str:
    """Turn full-width signs and odd blanks into plain ones."""
    return text.translate(NARROW).strip()


def read_number(text: str) -> Number | None:
    """Read a cell; None where it says that there is nothing. Raises `NotANumberError`."""
    plain = narrow(text)
    if plain.lower() in MISSING:
        return None
    match = NUMBER.fullmatch(plain)
    if not match or not (match["whole"] or match["part"]):
        raise NotANumberError(text)
    if bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["inner"]):
        raise NotANumberError(text)
    digits = re.sub("[, ]", "", match["whole"]) or "0"
    value = Decimal(f"{digits}{match['part'] or ''}{match['power'] or ''}")
    suffix, multiplied = match["suffix"], False
    for word, power in POWERS.items():
        if suffix.startswith(word):
            value, suffix, multiplied = value.scaleb(power), suffix[len(word) :], True
            break
    if ABOUT.match(suffix):
        raise NotANumberError(text)
    if "-" in (match["sign"], match["inner"]) or match["open"]:
        value = -value
    if abs(value) >= LARGEST:
        raise TooLargeError(text)
    if match["currency"] and not suffix:
        suffix = "美元" if match["currency"] == "$" else "元"
    rounded = round(value, FINEST)
    return Number(rounded + 0, suffix, multiplied, rounded != value)


def decimals_of(value: Decimal) -> int:
    """How many decimals a value needs to be written whole."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def write_number(value: Decimal, decimals: int) -> str:
    """Write a value with thousands separators, rounded as people round; `-` is a minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    return f"−{text}" if rounded < 0 else text
