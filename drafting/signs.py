"""Signs that stand high or low by themselves, and those that take the place of fonts."""

import re

_ORDINARY = "0123456789+-−=()"
_RAISED = dict(zip(_ORDINARY, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)) | {"n": "ⁿ", "i": "ⁱ"}
_LOWERED = dict(zip(_ORDINARY, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)) | {"n": "ₙ", "x": "ₓ"}
# They stand high wherever they are written.
STANDING = frozenset("℃°′″①②③④⑤⑥⑦⑧⑨⑩™®")
TICKED, UNTICKED = "☑", "☐"
CHOSEN, UNCHOSEN = "●", "○"
# What stands for a sign that no font of ours has, as printers set it.
MISSING = "〓"
# Only a certain font knows what these look like.
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_SYMBOL_FONTS_START = 0xF000

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆",
    0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA7: "▪", 0xA8: "□",
    0xAB: "★", 0xD8: "➢", 0xDC: "➢", 0xE0: "→", 0xDF: "←", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + place: chr(0x2460 + place) for place in range(10)},
    **{0x8C + place: chr(0x2776 + place) for place in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {
    0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB0: "°",
    0xAE: "→", 0xAC: "←", 0xD7: "·", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ", 0x70: "π",
    0x57: "Ω", 0xA5: "∞", 0x53: "Σ", 0xD6: "√",
}  # fmt: skip
_BY_FONT = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def raised(text: str) -> str | None:
    """The text in raised signs; None where one of them has no such sign."""
    return _set(text, _RAISED)


def lowered(text: str) -> str | None:
    """The text in lowered signs; None where one of them has no such sign."""
    return _set(text, _LOWERED)


def _set(text: str, signs: dict[str, str]) -> str | None:
    if not all(sign in signs for sign in text):
        return None
    return "".join(signs[sign] for sign in text)


def from_font(font: str, code: int) -> str:
    """The character that a font of symbols shows for a code, or `MISSING`."""
    plain = code - _SYMBOL_FONTS_START if code >= _SYMBOL_FONTS_START else code
    if sign := _BY_FONT.get(font.casefold(), {}).get(plain):
        return sign
    if PRIVATE_USE.match(chr(code)) or font.casefold() in _BY_FONT:
        return MISSING
    return chr(code)
