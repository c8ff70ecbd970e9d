"""Which characters a text may hold: those that XML, JSON and both databases can carry."""

import re
from typing import Any

# Breaks of lines and paragraphs under other names: Word's soft break, form feed, NEL, LS, PS.
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, halves of surrogate pairs, and what Unicode keeps for programs' own use: the last two
# places of every plane, and U+FDD0 to U+FDEF.
UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
# Turns of the direction of writing: with them a title shows other words than it has.
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")

# What a spreadsheet would calculate instead of showing it, in either width; a number is shown.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def storable(text: str) -> str:
    """The text with `\\n` for every break of a line, without what is unstorable or turns words."""
    return TURNS.sub("", UNSTORABLE.sub("", BREAKS.sub("\n", text)))


def storable_all(value: Any) -> Any:
    """The same of every text in lists and dictionaries, as JSON has them; else the value."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable_all(key): storable_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_all(item) for item in value]
    return value


def harmless(text: str) -> str:
    """The text as a cell of CSV: an apostrophe first where a spreadsheet would calculate it."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
