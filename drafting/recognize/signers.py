"""签发人: who signed a document that goes upward, in the line of its number (GB/T 9704, 7.2.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chinese.numbers import is_number
from drafting.characters import BLANKS
from drafting.recognize.days import DAY, day_of
from drafting.recognize.found import Found, Line
from drafting.recognize.words import ENDS_AS_GENRE

_GAP = f"[{BLANKS}]{{0,8}}"
_MARK = re.compile(f"(?:签{_GAP}发|会{_GAP}签)(?:{_GAP}人)?(?:{_GAP}[:：]|(?<=人)[{BLANKS}])")
# Where what is said of signers ends: a bracket closed, 联系人：…, a number, a day.
_END_OF_BRACKET = re.compile("[^（()）]*(?=[)）])")
_FURTHER_LABEL = re.compile(f"[\u4e00-\u9fff]{{2,6}}{_GAP}[:：]")
_WORD = re.compile(f"[^{BLANKS}、，,；;（()）]+")
_NO_WORD = re.compile(r"[:：〔〕\[\]]|号$")
_DIGIT_OR_DAY = re.compile(f"[0-9０-９]|{DAY}")
_OFFICE = re.compile("[（(][^（()）]*(?:[)）]|$)")  # 张三（省长）
_HAN = re.compile("[\u4e00-\u9fff]")
_NAME = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff·]{1,12}")
# Short lines of a title that is spread over several.
_NO_NAME = re.compile("关于|[印转]发|批转|政府|[省市县区局委厅部办院条]$")
_PARTED = re.compile(f"[{BLANKS}、，,；;]+")
_AROUND = f"{BLANKS}（()）"
LONGEST_IN_ROW = 4  # characters of a name in a row that has no mark


@dataclass(frozen=True)
class _Read:
    """A line with signers: what stands beside them, their names, the words they stand in."""

    rest: list[str]
    names: list[str]
    words: str


def without_signers(lines: Iterable[Line]) -> tuple[list[Line], Found | None]:
    """The lines of a head without the names of signers, and the list of these names.

    Several stand in rows below one another, the number in the last of them.
    """
    left: list[Line] = []
    found: list[tuple[Line, _Read]] = []
    above = 0  # names in the line before
    lines = list(lines)
    for place, line in enumerate(lines):
        read = _marked(line.text) or (_row(lines[place:], above) if above else None)
        above = len(read.names) if read else 0
        if read is None:
            left.append(line)
            continue
        found.append((line, read))
        left.extend(replace(line, text=text) for text in read.rest if text)
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
    if before and not before.endswith("号"):
        return None
    names = _MARK.sub(lambda mark: " " * len(mark[0]), text[match.end() :])
    end = match.end() + _end_of_names(names)
    behind = text[end:].strip(_AROUND + "、，,；;")
    number = "" if before else next(filter(is_number, _words(behind)), "")
    others = (behind.replace(number, "", 1) if number else behind).strip(_AROUND)
    said = text[match.start() : end].strip(_AROUND)
    if _FURTHER_LABEL.match(others) or day_of(others) or not _HAN.search(others):  # no title
        said, others = f"{said} {others}".strip(), ""
    signers = _OFFICE.sub(" ", names[: end - match.end()])
    return _Read([before or number, others], _names(_words(signers)), said)


def _end_of_names(text: str) -> int:
    """Where in a text behind a mark the names end."""
    if bracket := _END_OF_BRACKET.match(text):
        text = bracket[0]
    ends = [len(text)]
    if label := _FURTHER_LABEL.search(text):
        ends.append(label.start())
    if figures := _DIGIT_OR_DAY.search(text):
        ends.append(figures.start())
    ends += (word.start() for word in _WORD.finditer(text) if _NO_WORD.search(word[0]))
    return min(ends)


def _row(lines: list[Line], above: int) -> _Read | None:
    """A line below one with signers that names further ones and nothing else but the number.

    A row holds two names before the next begins: a single word below a single name is a title.
    Without the number in it, a number or a title follows; two short words may be a title too.
    """
    text = lines[0].text
    words = _words(text)
    number = words[0] if words and is_number(words[0]) else ""
    names = _names(words[1:] if number else words)
    if not names or not all(map(_is_name, names)):
        return None
    is_alone = len(names) == 1 and above == 1
    if not number and (is_alone or not _is_followed(lines[1:], len(names))):
        return None
    return _Read([number], names, text.replace(number, "").strip(BLANKS))


def _is_followed(lines: list[Line], above: int) -> bool:
    """Whether a number, a title, or a further row of names comes next."""
    if not lines:
        return False
    text = lines[0].text.strip(BLANKS)
    starts_title = text.startswith("关于") or bool(ENDS_AS_GENRE.search(text))
    return starts_title or is_number(text) or _row(lines, above) is not None


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
