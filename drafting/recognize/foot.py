"""What stands behind the text of a document: who signed when, what is added, who may read it."""

import re
from collections.abc import Iterator

from drafting.characters import BLANKS as ENDS
from drafting.recognize.days import DAY, day_of
from drafting.recognize.found import Found, Line
from drafting.recognize.words import organs_in

MOST_SIGNATURES = 10
ATTACHED = re.compile(r"附[\s　]*件[\s　]*[:：][\s　]*+(?P<first>.*)$")
COUNTED = re.compile(r"[\s　]*\d{1,2}[\s　]*[.．、][\s　]*(?P<name>\S.*)$")
SEVERAL = re.compile(r"(?<!\d)\d{1,2}[.．、](?!\d)")
SIGNED_LINE = re.compile(rf"(?P<organs>.{{2,60}}?)[\s　]+(?P<day>{DAY})$")
OPENNESS = (
    (re.compile(r"依申请公开"), "on_request"),
    (re.compile(r"不予公开|不公开"), "closed"),
    (re.compile(r"主动公开|公开发布|删减后公开"), "public"),
)
# An order is signed by a person.
PERSON = re.compile(
    r"(?:总理|主席|省长|市长|州长|盟长|县长|区长|部长|厅长|局长|主任|行长|署长)"
    r"[\s　]*\S(?:[\s　]*\S){1,3}"
)
OPEN_NOTE = re.compile(r"[（(][\s　]*此件(?P<words>[^（）()]*)[）)]")
CONTACT = re.compile(
    r"(?:联[\s　]*系[\s　]*人|联系电话|咨询电话|联系方式|解读人|解读机关|解读单位|电话)[\s　]*[:：]"
)


def signed(lines: list[Line], body: int) -> tuple[int | None, dict[str, Found]]:
    """The line with the day, and who signed: the first day that stands alone behind the text."""
    for place in range(max(body, 1), len(lines)):
        text = lines[place].text.strip(ENDS)
        if day := day_of(text):
            organs, start = _organs_above(lines, place)
            if organs or place == len(lines) - 1 or not _goes_on(lines, place):
                return place, _signed(lines, start, place, organs, day)
        if match := SIGNED_LINE.fullmatch(text):
            organs = organs_in(match["organs"])
            day = day_of(match["day"])
            if organs and day:
                return place, _signed(lines, place, place, organs, day)
    return None, {}


def _goes_on(lines: list[Line], place: int) -> bool:
    """Whether a text goes on behind a day that nobody signed: then it is a part of it."""
    following = lines[place + 1 : place + 2]
    return any(not OPEN_NOTE.match(line.text.strip(ENDS)) for line in following)


def _signed(
    lines: list[Line], start: int, place: int, organs: list[str], day: object
) -> dict[str, Found]:
    found = {"date_written": Found(day, lines[place].place, lines[place].text)}
    if organs:
        words = "\n".join(line.text for line in lines[start : max(place, start + 1)])
        found["signatures"] = Found(organs, lines[start].place, words)
    return found


def _organs_above(lines: list[Line], place: int) -> tuple[list[str], int]:
    """Who signed in the lines right above a day, from the top, and where they begin."""
    organs: list[str] = []
    start = place
    for above in range(place - 1, max(place - 1 - MOST_SIGNATURES, 0), -1):
        text = lines[above].text.strip(ENDS)
        names = [text] if PERSON.fullmatch(text) else organs_in(text)
        if not names:
            break
        organs[:0] = names
        start = above
    return organs, start


def attachments(lines: list[Line], until: int | None) -> Found | None:
    """The list of attachments before the signature, their numbers left out."""
    for place, line in enumerate(lines[:until]):
        match = ATTACHED.match(line.text.strip(ENDS))
        if match is None:
            continue
        names = [_uncounted(part) for part in _parted(match["first"])]
        used = [line.text]
        for following in lines[place + 1 : until]:
            counted = COUNTED.match(following.text)
            if counted is None:
                break
            names.append(_uncounted(counted["name"]))
            used.append(following.text)
        names = [name for name in names if name]
        if names:
            return Found(names, line.place, "\n".join(used))
    return None


def _parted(text: str) -> Iterator[str]:
    """The names of a line that holds one, or several with their numbers."""
    parts = SEVERAL.split(text) if COUNTED.match(text) else [text]
    return (part.strip(ENDS) for part in parts)


def _uncounted(name: str) -> str:
    return name.strip(ENDS).rstrip("；;。")


def openness(lines: list[Line]) -> Found | None:
    """Whether everybody may read it, by the note （此件…）."""
    for line in lines:
        if (match := OPEN_NOTE.search(line.text)) and (kind := openness_of(match["words"])):
            return Found(kind, line.place, match[0])
    return None


def openness_of(words: str) -> str:
    """`public`, `on_request` or `closed`, or ''."""
    return next((kind for form, kind in OPENNESS if form.search(words)), "")


def contacts(lines: list[Line]) -> Found | None:
    """The lines that say whom to ask."""
    found = [line for line in lines if CONTACT.search(line.text) and len(line.text) <= 200]
    if not found:
        return None
    texts = [line.text.strip(ENDS + "（）()") for line in found]
    return Found(texts, found[0].place, "\n".join(line.text for line in found))
