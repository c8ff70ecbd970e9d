"""The number that a clause begins with: which form it has, which figures, where it ends."""

import re
from dataclasses import dataclass
from functools import lru_cache

from clauses.model import Level
from clauses.numerals import CHINESE, value_of

_CN = f"[{CHINESE}]{{1,9}}"
_N = f"(?:{_CN}|[0-9]{{1,4}})"
_GAP = " *"
# What follows a number that is only named: 第六条规定, 第三章至第五章, 第十条第二款, 第六条的.
_NAMED = (
    "规定|所|的|之规定|至|到|和|及|与|或|、|,|中|第|以外|以及|要求|条款|项|款|内容|明确|"
    "修改|改为|增加|删去|删除|予以"
)
# （一）至（三）项 and （一）、（二） are cited.
_CITED = "至|和|或|项|款|号|、 *[(]"
# 一、二级医院 and 三、四线城市 begin a sentence; 二、三产业 too.
_CLASSES = "级|线|类|年|季|期|批|档|层|等|者|产业|星|流|孩|胎|次|月|区"
_COUNTED = re.compile(f"({_CN})(?:、{_CN})*(?:{_CLASSES})")
_MEASURED = "亿|万|千|百|元|%|‰|倍|米|公|平|吨|亩|个|人|岁|年|月|日|时|小时|℃|毫|厘|升|克|度|版"
_DAY = "(?:19|20)[0-9]{2}年|[0-9]{1,2}月(?:[0-9]{1,2}日|[底初末上中下])"

_FORMS = (
    (Level.BIAN, re.compile(rf"第{_GAP}(?P<n>{_N}){_GAP}(?:编|篇|部分|分编)")),
    (Level.ZHANG, re.compile(rf"第{_GAP}(?P<n>{_N}){_GAP}章")),
    (Level.JIE, re.compile(rf"第{_GAP}(?P<n>{_N}){_GAP}节")),
    (
        Level.TIAO,
        re.compile(rf"第{_GAP}(?P<n>{_N}){_GAP}条(?:{_GAP}之{_GAP}(?P<sub>{_N})(?= |$|[(【\[]))?"),
    ),
    (Level.L1, re.compile(rf"(?P<n>{_CN}){_GAP}(?:、|\.)")),
    (Level.L2, re.compile(rf"\({_GAP}(?P<n>{_CN}){_GAP}\)(?!{_CITED})")),
    (
        Level.DEC,
        re.compile(
            rf"(?P<n>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})\.?(?![0-9.%])(?! *(?:{_MEASURED}))"
        ),
    ),
    # A year or a day may follow a number, no other figure: 1.2019年底前, 1、7月10日前, but 1.5亿元.
    (Level.L3, re.compile(rf"(?P<n>[0-9]{{1,3}})(?:\.|、)(?:(?![0-9])|(?={_DAY}))")),
    (Level.L3, re.compile("(?P<n>[⒈-⒛])")),
    (Level.L4, re.compile(rf"\({_GAP}(?P<n>[0-9]{{1,3}}){_GAP}\)(?!{_CITED})")),
    (Level.L4, re.compile("(?P<n>[⑴-⒇])")),
    (Level.L5, re.compile("(?P<n>[①-⑳㈠-㈩])")),
    # The first level of a plan: 1　总则.
    (Level.DEC, re.compile(rf"(?P<n>[0-9]{{1,2}})(?= +[^ 0-9])(?! *(?:{_MEASURED}))")),
)
_IS_NAMED = re.compile(f" *(?:{_NAMED})")
_HEADED = {Level.BIAN, Level.ZHANG, Level.JIE}
_SENTENCE_END = re.compile("[。;!?,:]")
LONGEST_HEADING = 40


@dataclass(frozen=True)
class Label:
    """A printed number at the beginning of a text.

    `marked` says that a blank, a bracket or the end follows, as it must after an article's
    number; `named` that what follows reads as if the number were only named.
    """

    form: Level
    values: tuple[int, ...]
    printed: str
    end: int
    marked: bool
    named: bool


@lru_cache(4096)
def label_at(text: str, folded: str, start: int = 0) -> Label | None:
    """The label that begins at `start` (blanks are skipped), or None.

    `folded` is `characters.fold(text)`.
    """
    while start < len(folded) and folded[start] == " ":
        start += 1
    for form, pattern in _FORMS:
        if match := pattern.match(folded, start):
            label = _label(form, match, text, folded)
            good = _heads(label, folded) if form in _HEADED else not _enumerates(label, folded)
            return label if good else None
    return None


def _label(form: Level, match: re.Match[str], text: str, folded: str) -> Label:
    numeral = match["n"]
    if form is Level.DEC:
        values = tuple(int(part) for part in numeral.split("."))
    else:
        values = (value_of(numeral),)
    if form is Level.TIAO and match["sub"]:
        values += (value_of(match["sub"]),)
    end = match.end()
    after = folded[end : end + 1]
    number = zip(text[match.start() : end], folded[match.start() : end], strict=True)
    printed = "".join(sign for sign, seen in number if seen != " ")
    marked = not after or after in " :(【[《"
    if form in (Level.L2, Level.L4) and after == "、":
        end += 1  # （一）、 is written too
    named = bool(_IS_NAMED.match(folded, end)) and after != " "
    return Label(form, values, printed, end, marked, named)


def _enumerates(label: Label, folded: str) -> bool:
    """Whether 一、 begins a sentence that counts on: 一、二年级不留作业。 and no 一、三年目标."""
    if label.form is not Level.L1 or not folded.rstrip().endswith(("。", ";")):
        return False
    counted = _COUNTED.match(folded, label.end)
    return counted is not None and value_of(counted[1]) == label.values[0] + 1


def _heads(label: Label, folded: str) -> bool:
    """Whether a chapter's number stands above a heading, and not in a sentence that names it."""
    rest = folded[label.end :].strip(" :")
    if label.named:
        return False
    return len(rest) <= LONGEST_HEADING and not _SENTENCE_END.search(rest)
