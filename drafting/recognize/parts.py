"""What a file is: a document, an interpretation, or several texts one behind the other."""

import re

from chinese.numbers import is_number
from drafting.characters import BLANKS as ENDS
from drafting.recognize import foot, head
from drafting.recognize.found import Line, Part, What
from drafting.recognize.words import CLAUSE, ENDS_AS_GENRE, EXPLAINS, unspaced

LONGEST_TITLE = 80
CARRIES_ANOTHER = re.compile(r"转发|批转|印发")
ASKED = re.compile(r"(?:问|Q|答|A)[\s　]*[:：]|解读(?:机关|人|单位)[\s　]*[:：]")
LEAST_ASKED = 3


def of(lines: list[Line]) -> list[Part]:
    """The texts of a file that stand by themselves; attached ones belong to what brings them."""
    if not lines:
        return []
    first = head.read(lines)
    title = first.fields["title"].value if "title" in first.fields else ""
    parts = [Part(_what(title, lines), lines[0].item, lines[0].place, title)]
    day, _signed = foot.signed(lines, first.body)
    for place in range(first.body + 1, len(lines)):
        if part := _begins(lines, place, parts, after_day=day is not None and place > day):
            parts.append(part)
    return parts


def _what(title: str, lines: list[Line]) -> What:
    if title and explains(title):
        return What.INTERPRETATION
    asked = sum(bool(ASKED.match(line.text.strip(ENDS))) for line in lines)
    if asked >= LEAST_ASKED and not ENDS_AS_GENRE.search(title):
        return What.INTERPRETATION
    return What.DOCUMENT


def explains(title: str) -> bool:
    """Whether a title is one of an interpretation and not of a document about interpreting."""
    return bool(EXPLAINS.search(title)) and not ENDS_AS_GENRE.search(title)


def _begins(lines: list[Line], place: int, parts: list[Part], after_day: bool) -> Part | None:
    """The part that begins with this line, if one does."""
    line, text = lines[place], unspaced(lines[place].text)
    if _is_title_line(text) and explains(text) and parts[-1].what is not What.INTERPRETATION:
        is_named = "《" in text or text.endswith(("解读", "图解", "问答", "说明"))
        return Part(What.INTERPRETATION, line.item, line.place, text) if is_named else None
    if not is_number(text) or (not after_day and parts[-1].what is What.DOCUMENT):
        return None
    if parts[-1].what is What.DOCUMENT and CARRIES_ANOTHER.search(parts[-1].title):
        return None
    start = _title_above(lines, place)
    title = head.joined_title(lines[start:place]) if start < place else ""
    return Part(What.DOCUMENT, lines[start].item, lines[start].place, title)


def _is_title_line(text: str) -> bool:
    return 4 <= len(text) <= LONGEST_TITLE and not (
        CLAUSE.match(text) or text.endswith(("。", "；", "：", ":", "，")) or "。" in text
    )


def _title_above(lines: list[Line], place: int) -> int:
    """Where the title above a number begins: up to three lines that end as one."""
    for count in range(1, head.MOST_TITLE_LINES + 1):
        start = place - count
        if start < 0 or not _is_title_line(lines[start].text.strip(ENDS)):
            break
        title = head.joined_title(lines[start:place])
        if "关于" in title and ENDS_AS_GENRE.search(title):
            return start
    return place
