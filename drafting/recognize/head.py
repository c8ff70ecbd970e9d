"""The head of a document: title, file number, addressees, and what a form above it says."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from chinese.numbers import is_number
from drafting.characters import BLANKS as ENDS
from drafting.recognize.days import DAY, day_of, last_day
from drafting.recognize.found import Found, Line
from drafting.recognize.signers import without_signers
from drafting.recognize.words import (
    CLAUSE,
    ENDS_AS_GENRE,
    EXPLAINS,
    GENRES,
    SENTENCE_ENDS,
    organs_in,
    unspaced,
)

MOST_HEAD_LINES = 40
MOST_TITLE_LINES = 3
LONGEST_TITLE_LINE, LONGEST_TITLE, LONGEST_RECIPIENTS = 60, 200, 400
RED_HEAD = re.compile(r"(?P<organs>[^《》关]{2,60}?)(?:文件|令|公报|公告|通告)$")
MARKS = re.compile(
    r"(?:★?\s*(?:绝密|机密|秘密)|特急|加急|平急|内部资料|0\d{5}|签发人.*|[（(]?此件.*|政策解读|解读稿"
    r"|[（(][^（）]*[）)]|来源[:：].*|发布时间[:：].*|目\s*录)$"
)
ADDRESSED = re.compile(
    r"各|市|县|区|省|州|委|局|厅|部|院|办|政府|单位|机构|公司|银行|学校|企业|法人"
)
NO_ADDRESS = re.compile(r"如下|以下|附件|联系|电话|日期|责任|主题|来源|要求|精神|规定|[。；]")
ORDER_COUNT = re.compile(
    r"(?:[12]\d{3}年)?第?[\s　]*(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,7})[\s　]*号"
)
# 题注: when it was made known and changed, with the numbers of the orders.
HISTORY = re.compile(
    rf"[（(](?P<words>[^（）()]*?{DAY}[^（）()]*)[）)]"
    rf"|(?P<line>{DAY}[^（）()。]{{0,60}}(?:公布|发布|通过|批准|修订|修正|修改))"
)
ORDERED = re.compile(r"[^\d，。、；\s　（）()《》日]{0,20}令[\s　]*第[\s　]*\d{1,4}[\s　]*号")
NUMBER_BEHIND = re.compile(r"(?P<title>.+)[（(](?P<number>[^（）()]+)[）)]")
LABELS = {
    "索引号": "index_no", "信息索引号": "index_no", "主题分类": "topic", "发文机关": "issuers",
    "发文单位": "issuers", "发布机构": "issuers", "成文日期": "date_written", "标题": "title",
    "名称": "title", "发文字号": "doc_number", "文号": "doc_number", "主题词": "topic_words",
    "关键词": "topic_words", "体裁": "genre", "公文种类": "genre", "公开属性": "openness",
    "公开方式": "openness", "施行日期": "date_effective", "生效日期": "date_effective",
    "失效日期": "expires", "废止日期": "expires", "责任部门": "responsible",
    "起草部门": "responsible", "主办单位": "responsible", "起草单位": "responsible",
}  # fmt: skip
_WORD = "|".join("[ 　]*".join(label) for label in sorted(LABELS, key=len, reverse=True))
LABEL = re.compile(
    rf"(?P<label>{_WORD})[ 　]*[:：][ 　]*+(?P<value>(?:(?!(?:{_WORD})[ 　]*[:：]).)*+)"
)
LABEL_ALONE = re.compile(rf"(?P<label>{_WORD})[ 　]*[:：]?")
_GENRE = "|".join(GENRES)
# A copy without breaks: the title, the addressees and the text in one paragraph.
GLUED = re.compile(
    rf"(?:\d{{1,3}}[、.．])?(?P<title>[^。，,:：；《》]{{2,40}}?关于[^。：:]{{2,80}}?(?:{_GENRE}))"
    r"(?P<recipients>(?=各|市|县|区|省)[^。：:；]{4,400})[:：]"
)


@dataclass(slots=True)
class Head:
    """What was found, and the line with which the text itself begins."""

    fields: dict[str, Found] = field(default_factory=dict)
    body: int = 0
    organs: list[str] = field(default_factory=list)  # of the red head


def read(lines: list[Line]) -> Head:
    """The head of the document that begins with the first of these lines."""
    head = Head(body=_body_start(lines))
    before, signed = without_signers(lines[: head.body])
    if signed:
        head.fields["signed_by"] = signed
    for line in before:
        head.fields |= {k: v for k, v in labelled(line.text, line).items() if k not in head.fields}
    plain = [line for line in before if not LABEL.match(line.text.strip(ENDS))]
    numbers = [place for place, line in enumerate(plain) if _number_of(line)]
    if numbers:
        line = plain[numbers[0]]
        head.fields.setdefault("doc_number", Found(_number_of(line), line.place, line.text))
    elif order := _order(plain):
        head.fields.setdefault("doc_number", order)
    _title(head, plain, numbers[0] if numbers else None)
    _history(head, plain)
    _recipients(head, lines)
    if "title" not in head.fields and lines:
        _glued(head, lines[0])
    return head


def labelled(text: str, line: Line) -> dict[str, Found]:
    """What the labels of a line say: 索引号：…　成文日期：…"""
    found = {}
    for match in LABEL.finditer(text):
        value = match["value"].strip(ENDS)
        name = LABELS[re.sub("[ 　]", "", match["label"])]
        if value and name not in found:
            found[name] = Found(value, line.place, match[0].strip(ENDS))
    return found if LABEL.match(text.strip(ENDS)) else {}


def _body_start(lines: list[Line]) -> int:
    """The first line that belongs to the text: a clause, a sentence, or after the addressees."""
    for place, line in enumerate(lines[:MOST_HEAD_LINES]):
        text = line.text.strip(ENDS)
        if _is_recipients(text):
            return place
        if CLAUSE.match(text) and not is_number(text) and day_of(text) is None:
            return place
        if len(text) > _longest(text) and not LABEL.match(text):
            return place
        if text.endswith("。"):
            return place
    return min(len(lines), MOST_HEAD_LINES)


def _longest(text: str) -> int:
    """How long a line of the head may be."""
    is_long_title = ENDS_AS_GENRE.search(text) and not any(sign in text for sign in SENTENCE_ENDS)
    return LONGEST_TITLE if is_long_title or HISTORY.fullmatch(text) else LONGEST_TITLE_LINE


def _number_of(line: Line) -> str:
    """The file number that a line is, as it is shown, or ''."""
    text = line.text.strip(ENDS)
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1].strip(ENDS)
    return text if is_number(text) else ""


def _order(lines: list[Line]) -> Found | None:
    """The number of an order, which stands in the line under the name: …令, 第12号."""
    for above, below in pairwise(lines):
        name, count = unspaced(above.text), unspaced(below.text)
        if name.endswith(("令", "公告", "通告")) and ORDER_COUNT.fullmatch(count):
            return Found(f"{name}{count}", above.place, f"{above.text}\n{below.text}")
    return None


def title_behind(lines: list[Line]) -> Found | None:
    """The title of what an order brings, behind the signature."""
    group = _group(lines[:MOST_TITLE_LINES], Head())
    if not _is_title(group):
        return None
    words = "\n".join(line.text for line in group)
    return Found(joined_title(group), group[0].place, words)


def _title(head: Head, lines: list[Line], number: int | None) -> None:
    groups = [_group(lines[:number], head)] if number is not None else []
    groups.append(_group(lines[number + 1 :] if number is not None else lines, head))
    likely = [group for group in groups if _is_title(group)]
    if likely or any(groups):
        group = likely[0] if likely else next(group for group in groups if group)
        words = "\n".join(line.text for line in group)
        title = joined_title(group)
        behind = NUMBER_BEHIND.fullmatch(title)
        if behind and is_number(behind["number"]):
            title = behind["title"]
            head.fields.setdefault("doc_number", Found(behind["number"], group[-1].place, words))
        head.fields.setdefault("title", Found(title, group[0].place, words))


def _history(head: Head, lines: list[Line]) -> None:
    """What the notes under a title say: the last day, and the last order."""
    noted: dict[str, Found] = {}
    for line in lines:
        match = HISTORY.fullmatch(line.text.strip(ENDS))
        if match is None or "title" not in head.fields:
            continue
        words = match["words"] or match["line"]
        if day := last_day(words):
            noted["date_written"] = Found(day, line.place, match[0])
        if orders := ORDERED.findall(words):
            noted["doc_number"] = Found(orders[-1], line.place, match[0])
    head.fields = noted | head.fields


def _group(lines: list[Line], head: Head) -> list[Line]:
    """The first lines beside one another that may be a title."""
    group: list[Line] = []
    for line in lines:
        text = line.text.strip(ENDS)
        red = RED_HEAD.fullmatch(unspaced(text))
        if red and not line.is_title and (organs := organs_in(red["organs"])):
            head.organs = head.organs or organs
        elif _is_no_title(line, text):
            if group:
                break
        elif len(group) < MOST_TITLE_LINES and not (group and _is_title(group)):
            group.append(line)
    return group


def _is_no_title(line: Line, text: str) -> bool:
    """Whether a line of the head is certainly no part of a title."""
    is_marked = MARKS.match(text) or HISTORY.fullmatch(text) or ORDER_COUNT.fullmatch(text)
    return bool(is_marked or day_of(text) or _number_of(line))


def _is_title(group: list[Line]) -> bool:
    title = joined_title(group)
    is_named = bool(ENDS_AS_GENRE.search(title) or EXPLAINS.search(title))
    return bool(group) and (is_named or group[0].is_title)


def joined_title(group: list[Line]) -> str:
    """A title of several lines as one; a line that was spread out is drawn together."""
    return "".join(unspaced(line.text) for line in group)


def _is_recipients(text: str) -> bool:
    if not text.endswith(("：", ":")) or not 3 <= len(text) <= LONGEST_RECIPIENTS:
        return False
    is_clause = CLAUSE.match(text) or LABEL.match(text)
    return bool(ADDRESSED.search(text)) and not NO_ADDRESS.search(text) and not is_clause


def _recipients(head: Head, lines: list[Line]) -> None:
    if head.body >= len(lines):
        return
    line = lines[head.body]
    text = line.text.strip(ENDS)
    if _is_recipients(text) and ("title" in head.fields or "doc_number" in head.fields):
        head.fields["recipients"] = Found(text[:-1], line.place, line.text)
        head.body += 1


def _glued(head: Head, line: Line) -> None:
    match = GLUED.match(line.text.strip(ENDS))
    if match:
        for name in ("title", "recipients"):
            head.fields.setdefault(name, Found(match[name], line.place, match[name]))
