"""What the text itself says: from when and until when it holds, what it ends or changes."""

import re
from datetime import date
from typing import Any

from chinese.numbers import number_key
from drafting.recognize.days import DAY, count_of, first_day, years_later
from drafting.recognize.found import Found, Line
from drafting.recognize.words import BOOK

FORCE = "(?:施行|实施|执行|生效|试行)"
_SELF = r"(?:本|该|此)[^，。；：“”]{1,12}"
EFFECTIVE = re.compile(
    rf"(?:(?P<own>{_SELF})[，,]?\s*)?自\s*(?P<day>{DAY})\s*起\s*(?:正式|开始)?{FORCE}"
)
UNTIL = re.compile(
    rf"(?:(?:有效期限?|执行期限?|试行期)\s*)?(?:截?至|到)\s*(?P<day>{DAY})\s*(?:止|截止|。|，|$)"
)
UNTIL_NAMED = re.compile(
    rf"(?:有效期限?|执行期限?|试行期)[^。；]{{0,12}}?(?:至|到)\s*(?P<day>{DAY})"
)
LASTS = re.compile(
    r"(?:有效期限?|试行期限?|执行期限?)\s*(?:(?:为|是)\s*)?(?P<years>\d{1,2}|[一二三四五六七八九十]{1,3})\s*年"
)
SENTENCE = re.compile(r"[^。；;]+[。；;]?")
ENDED = re.compile(r"(?:同时|一并|即行|自行|相应|予以|随之)?(?:废止|失效|停止执行)")
NOT_ENDED = re.compile(
    r"(?:修改或者?|修订、?|解释、?|、)废止|废止(?:的?决定|情况|日期|[、，]?修改)|未废止"
)
CHANGED = re.compile(r"(?:作如下修改|修改为|修改如下|作出修改|予以修改)")
CHANGES_TITLE = re.compile(r"关于(?:修改|修订|修正)(?P<books>《.{1,400}》)")
BEGINS_WITH_BOOK = re.compile(r"[\s　]*[一二三四五六七八九十]+、[\s　]*(?:对|将)?(?P<books>《.+)")
NUMBER_BEHIND = re.compile(r"[（(]([^（）()]{4,40})[）)]")
EXPLAINED_BY = re.compile(
    r"由\s*+(?P<organ>[^，。；由\s][^，。；由]{1,39}?)\s*+负责(?:具体)?(?:的)?解释"
)
SELF_GENRE = re.compile(
    r"(?:制定|发布|印发)本(条例|办法|规定|细则|规则|方案|预案|规划|意见|通知|制度)"
)
INDEX = re.compile(
    r"(?<![0-9A-Z])((?:[0-9A-Z]{8,18}|[0-9A-Z]{7,8}-[0-9X])[/\-](?:19|20)\d{2}(?:0[1-9]|1[0-2])?-\d{4,7})(?!\d)"
)


def effective(lines: list[Line]) -> Found | None:
    """The day from which the document holds: where it speaks of itself, else the last one."""
    candidates = [
        (bool(match["own"]), Found(first_day(match["day"]), line.place, match[0]))
        for line in lines
        for match in EFFECTIVE.finditer(_without_books(line.text))
    ]
    valid = [(own, found) for own, found in candidates if found.value]
    own_ones = [found for own, found in valid if own]
    return own_ones[-1] if own_ones else valid[-1][1] if valid else None


def _without_books(text: str) -> str:
    """A sentence about another document, 《…》自…起施行, does not speak of this one."""
    return re.sub(rf"《[^《》]*》(?:[（(][^（）()]*[）)])?[，,]?\s*自\s*{DAY}", "", text)


def expires(lines: list[Line], begins: date | None) -> Found | None:
    """The last day; counted from the first one where the text says how many years."""
    for line in lines:
        for form in (UNTIL_NAMED, UNTIL):
            match = form.search(line.text)
            is_own = form is UNTIL_NAMED or (match and EFFECTIVE.search(line.text))
            if match and is_own and (day := first_day(match["day"])):
                return Found(day, line.place, match[0])
        match = LASTS.search(line.text)
        if match and begins and (years := count_of(match["years"])):
            return Found(years_later(begins, years), line.place, match[0])
    return None


def ended(lines: list[Line]) -> Found | None:
    """The documents that this one ends: `《甲办法》（九府发〔2010〕3号）同时废止`."""
    return _about(lines, ENDED, NOT_ENDED)


def changed(lines: list[Line], title: str) -> Found | None:
    """The documents that this one changes, by its title, else by its sentences.

    A title that says 等2件 names the first; the others begin the parts that change them.
    """
    match = CHANGES_TITLE.search(title)
    if match is None or not lines:
        return _about(lines, CHANGED, None)
    books = {book["title"]: book for book in _books(match["books"])}
    for line in lines:
        begins = BEGINS_WITH_BOOK.match(line.text)
        for book in _books(line.text[begins.start("books") :] if begins else ""):
            if book["title"] in books or (title[match.end() :].startswith("等") and begins):
                books[book["title"]] = book if book["number"] else books.get(book["title"], book)
                break
    return Found(list(books.values()), lines[0].place, title)


def _about(
    lines: list[Line], verb: re.Pattern[str], exception: re.Pattern[str] | None
) -> Found | None:
    entries: list[dict[str, Any]] = []
    words: list[str] = []
    place = None
    for line in lines:
        for sentence in SENTENCE.findall(line.text):
            match = verb.search(sentence)
            if match is None or (exception and exception.search(sentence)):
                continue
            if books := _books(sentence[: match.start()]):
                entries += [book for book in books if book not in entries]
                words.append(sentence.strip())
                place = place or line.place
    return Found(entries, place, "\n".join(words)) if place else None


def _books(text: str) -> list[dict[str, str]]:
    """The titles in a text with the numbers behind them."""
    return [
        {"title": match[0][1:-1], "number": _number_behind(text[match.end() :])}
        for match in BOOK.finditer(text)
    ]


def _number_behind(text: str) -> str:
    match = NUMBER_BEHIND.match(text)
    return match[1] if match and number_key(match[1]) else ""


def responsible(lines: list[Line]) -> Found | None:
    """Who explains the document, as its last clauses say."""
    for line in reversed(lines):
        if match := EXPLAINED_BY.search(line.text):
            return Found(match["organ"], line.place, match[0])
    return None


def genre(lines: list[Line]) -> Found | None:
    """What the document calls itself: 制定本条例."""
    for line in lines:
        if match := SELF_GENRE.search(line.text):
            return Found(match[1], line.place, match[0])
    return None


def index_number(lines: list[Line]) -> Found | None:
    """The 索引号, by its form."""
    for line in lines:
        if match := INDEX.search(line.text):
            return Found(match[1], line.place, match[0])
    return None


def books_of(title: str) -> list[str]:
    """The titles that a title names, without their marks."""
    return [match[0][1:-1] for match in BOOK.finditer(title)]
