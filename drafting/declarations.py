"""What a style of CSS declares, as browsers read it: the last word counts."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
PIECE = re.compile(r"""(?:[^;"'(]++|"[^"]*+"?|'[^']*+'?|\([^)]*+\)?)++""")
# The size in what `font` says at once; a number without a unit is how bold it is, but for 0.
SIZE_OF_FONT = re.compile(r"(?:^|\s)(\+?[0-9.]{1,9}(?:[a-z]{1,4}|%)|0)(?=[\s/]|\Z)")
LONGEST_KEPT = 300  # characters of a style that is kept in mind
HIGHEST_SIGN = 0x10FFFF


def declared(style: str) -> Mapping[str, str]:
    """The properties of a style with their values in small letters, in the order that counts."""
    return _known(style) if len(style) <= LONGEST_KEPT else _declared(style)


def _declared(style: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for is_important in (False, True):
        for name, value, marked in each(style):
            if marked is is_important:
                found.pop(name, None)
                found[name] = value
    return found


_known = lru_cache(maxsize=4096)(_declared)


def each(style: str) -> Iterator[tuple[str, str, bool]]:
    """Each declaration: its property, its value, and whether it is marked as important."""
    for piece in PIECE.findall(plain(style)):
        name, colon, value = piece.partition(":")
        if not colon:
            continue
        name, value = name.strip().lower(), value.strip().lower()
        before, mark, after = value.rpartition("!")
        is_important = bool(mark) and after.strip() == "important"
        value = before.rstrip() if is_important else value
        yield name, value, is_important
        if name == "font" and (size := SIZE_OF_FONT.search(value)):
            yield "font-size", size[1], is_important


def plain(css: str) -> str:
    """CSS without comments and without signs that are written by their number."""
    return ESCAPE.sub(_sign, COMMENT.sub("", css))


def _sign(match: re.Match[str]) -> str:
    if match[2]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code <= HIGHEST_SIGN and not 0xD800 <= code < 0xE000 else "\ufffd"
