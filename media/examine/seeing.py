"""Whether words can be seen: their colour against what lies behind them, and their size."""

import re
from collections.abc import Mapping

WHITE = "FFFFFF"
# A contrast as WCAG measures it, from 1 (the same colour) to 21: below this nobody reads a word.
UNSEEN_CONTRAST = 1.2
# Yellow on white is as bright as the paper, and everybody sees it: parts of a colour (0 to 255)
# that differ by this much are another hue.
OTHER_HUE = 64
SMALLEST = 1.0  # point
HEX = re.compile(r"#?(?:[0-9a-fA-F]{2})?([0-9a-fA-F]{6})")
LIGHT = frozenset({"background1", "light1", "bg1", "lt1"})
CHANGED = frozenset({"themeShade", "themeTint"})


def colour(value: str | None) -> str | None:
    """Six digits of a colour as files write it, without how clear it is; None for no colour."""
    match = HEX.fullmatch(value or "")
    return match[1].upper() if match else None


def word_colour(attributes: Mapping[str, str], value: str, theme: str) -> str | None:
    """A colour of a Word file: one of the theme stands before one that is written out."""
    if attributes.get(theme) in LIGHT and not CHANGED & attributes.keys():
        return WHITE
    return colour(attributes.get(value))


def is_unseen(words: str | None, behind: str | None) -> bool:
    """Whether words of this colour cannot be read on that one; on white paper without one."""
    if words is None:
        return False  # the program chooses one that is seen
    ground = behind or WHITE
    lighter, darker = sorted((_luminance(words), _luminance(ground)), reverse=True)
    is_as_bright = (lighter + 0.05) / (darker + 0.05) < UNSEEN_CONTRAST
    return is_as_bright and all(
        abs(one - other) < OTHER_HUE
        for one, other in zip(_parts(words), _parts(ground), strict=True)
    )


def is_tiny(points: float | None) -> bool:
    """Whether words of this size are no more than a dot."""
    return points is not None and points <= SMALLEST


def tinted(value: str, tint: float) -> str:
    """A colour made lighter (to 1) or darker (to -1), as spreadsheets do with those of a theme."""
    changed = (
        part + (255 - part) * tint if tint > 0 else part * (1 + tint) for part in _parts(value)
    )
    return "".join(f"{min(max(round(part), 0), 255):02X}" for part in changed)


def number(text: str | None) -> float | None:
    """A number of an attribute; None where there is none."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _luminance(value: str) -> float:
    """How bright a colour is (WCAG 2.2, relative luminance)."""
    shares = (part / 255 for part in _parts(value))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(value: str) -> list[int]:
    """Red, green and blue of six digits, each from 0 to 255."""
    return [int(value[at : at + 2], 16) for at in (0, 2, 4)]
