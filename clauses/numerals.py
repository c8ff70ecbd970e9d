"""Chinese and Arabic numerals, both ways."""

DIGITS = "〇一二三四五六七八九"
CHINESE = "一二三四五六七八九十百千零〇○两"
_DIGIT = {sign: value for value, sign in enumerate(DIGITS)} | {"零": 0, "○": 0, "两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
# ①, ⑴ and ⒈ to twenty, ㈠ to ten.
_CIRCLED = {chr(base + n): n + 1 for base in (0x2460, 0x2474, 0x2488) for n in range(20)}
_CIRCLED |= {chr(0x3220 + n): n + 1 for n in range(10)}


def value_of(numeral: str) -> int:
    """The figure of 十二, 一百零三, 二〇, 12, ③ or ㈢.

    Raises `ValueError` where it is none of these.
    """
    if numeral in _CIRCLED:
        return _CIRCLED[numeral]
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    if not numeral or any(sign not in _DIGIT and sign not in _UNIT for sign in numeral):
        raise ValueError(f"not a numeral: {numeral!r}")
    if not any(sign in _UNIT for sign in numeral):
        return int("".join(str(_DIGIT[sign]) for sign in numeral))
    return _with_units(numeral)


def _with_units(numeral: str) -> int:
    total = pending = 0
    for sign in numeral:
        if sign in _UNIT:
            total += (pending or 1) * _UNIT[sign]
            pending = 0
        else:
            pending = _DIGIT[sign]
    return total + pending


def chinese(value: int) -> str:
    """The numeral of a figure, as a law writes it: 12 is 十二; from 10000 on in digits."""
    if value > 9999:
        return str(value)
    if value < 10:
        return DIGITS[value]
    for sign, unit in (("千", 1000), ("百", 100), ("十", 10)):
        if value >= unit:
            head, rest = divmod(value, unit)
            first = "" if value < 20 else DIGITS[head]
            skipped = "零" if rest and rest * 10 < unit else ""
            tail = chinese(rest) if rest else ""
            # Inside a number ten is 一十: 一百一十二.
            tail = f"一{tail}" if unit > 10 and tail.startswith("十") else tail
            return f"{first}{sign}{skipped}{tail}"
    raise ValueError(f"out of range: {value}")
