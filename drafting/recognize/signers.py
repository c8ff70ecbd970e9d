"""签发人: who signed a document that goes upward, in the line of its number (GB/T 9704, 7.2.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chinese.numbers import is_number
from drafting.characters import BLANKS
from drafting.recognize.found import Found, Line
from drafting.recognize.words import ENDS_AS_GENRE

_GAP = f"[{BLANKS}]{{0,8}}"
_MARK = re.compile(
    f"(?:签{_GAP}发|会{_GAP}签)(?:{_GAP}人)?(?:{_GAP}[:：]|(?<=人)[{BLANKS}])(?P<names>.*)"
)
_NAME = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff·]{1,12}")
# Short lines of a title that is spread over several.
_NO_NAME = re.compile("关于|[印转]发|批转|政府|[省市县区局委厅部办院]$")
_PARTED = re.compile(f"[{BLANKS}、，,；;]+")
_AROUND = f"{BLANKS}（()）"
LONGEST_IN_ROW = 4  # characters of a name in a row that has no mark


@dataclass(frozen=True)
class _Read:
    """A line with signers: the number beside them or '', their names, the words they stand in."""

    rest: str
    names: list[str]
    words: str


def without_signers(lines: Iterable[Line]) -> tuple[list[Line], Found | None]:
    """The lines of a head without the names of signers, and the list of these names.

    Several stand in rows below one another, the number in the last of them.
    """
    left: list[Line] = []
    found: list[tuple[Line, _Read]] = []
    above = 0  # names in the line before
    for line in lines:
        read = _marked(line.text) or (_row(line.text, above) if above else None)
        above = len(read.names) if read else 0
        if read is None:
            left.append(line)
            continue
        found.append((line, read))
        if read.rest:
            left.append(replace(line, text=read.rest))
    if not found:
        return left, None
    names = [name for _line, read in found for name in read.names]
    words = "\n".join(read.words for _line, read in found)
    return left, Found(names, found[0][0].place, words) if names else None


def _marked(text: str) -> _Read | None:
    """A line that says 签发人, with its number before or behind them."""
    match = _MARK.search(text)
    if match is None:
        return None
    before = text[: match.start()].rstrip(_AROUND).strip(BLANKS)
    words = _words(match["names"])
    numbers = [word for word in words if is_number(word)]
    names = _names(word for word in words if word not in numbers)
    if before and not before.endswith("号"):
        return None
    said = text[match.start() :]
    for number in numbers:
        said = said.replace(number, "")
    return _Read(before or "".join(numbers[:1]), names, said.strip(_AROUND))


def _row(text: str, above: int) -> _Read | None:
    """A line below one with signers that names further ones and nothing else but the number.

    A row holds two names before the next begins: a single word below a single name is a title.
    """
    words = _words(text)
    number = words[0] if words and is_number(words[0]) else ""
    names = _names(words[1:] if number else words)
    if not names or not all(map(_is_name, names)):
        return None
    if not number and len(names) == 1 and above == 1:
        return None
    return _Read(number, names, text.replace(number, "").strip(BLANKS))


def _is_name(word: str) -> bool:
    is_short = _NAME.fullmatch(word) and len(word) <= LONGEST_IN_ROW
    return bool(is_short) and not (_NO_NAME.search(word) or ENDS_AS_GENRE.search(word))


def _words(text: str) -> list[str]:
    return [word for word in _PARTED.split(text.strip(_AROUND)) if word]


def _names(words: Iterable[str]) -> list[str]:
    """Names; one of two characters is often spread out to the width of three."""
    names: list[str] = []
    is_open = False
    for word in words:
        if len(word) == 1 and is_open:
            names[-1] += word
            is_open = False
        else:
            names.append(word)
            is_open = len(word) == 1
    return names
