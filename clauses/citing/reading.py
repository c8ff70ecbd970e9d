"""Read references to clauses in a sentence, as they are written: a small recursive descent.

references = range, { ("、" | "和" | …), range }
range      = chain, [ "至", chain ]
chain      = relative, { step } | step, { step }
step       = "第", numbers, unit | "第", "（", number, "）", unit | number of 公文
relative   = "本条" | "前款" | "前两款" | "上一条" | …
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clauses.characters import fold
from clauses.numerals import CHINESE, value_of

_CN = f"[{CHINESE}]{{1,7}}"
_N = f"(?:{_CN}|[0-9]{{1,4}})"
_JOIN = "、|和|及|与|或|以及|或者"
_TO = "至|到|—|－|-|~"
# 第三条生产线 and 第二节课 count something else.
_NO_CLAUSE = "(?!线|路|河|街|道|铁|航|高速|生产|船|消息|课|约|能|车|目标|目的|目录)"
_STEP = re.compile(
    rf" *第 *(?P<n>{_N}(?: *(?:{_JOIN}|{_TO}) *{_N})*) *(?P<unit>部分|编|篇|章|节|条|款|项|目)"
    rf"(?: *之 *(?P<sub>{_N}))?{_NO_CLAUSE}"
)
_BRACKETED = re.compile(
    rf" *(?:第 *)?(?P<n>\( *{_N} *\)(?: *(?:{_JOIN}|{_TO}) *\( *{_N} *\))*) *(?P<unit>项|条|点|款)"
)
_NOTICE = re.compile(
    rf" *(?:第 *)?(?P<l1>{_CN})、 *\((?P<l2>{_CN})\)"
    r"(?: *(?P<l3>[0-9]{1,3})[.、]?(?![0-9年月日%元万亿]))?"
)
_RELATIVE = re.compile(
    rf" *(?P<which>本|前|上)(?P<n>一|{_CN}|[0-9])?(?P<unit>条|款|项|章|节)"
    r"(?!例|件|目|程|能|约|假|点|线|文)"
)
_JOINED = re.compile(rf" *(?:{_JOIN}) *")
_RANGE = re.compile(rf" *(?:{_TO}) *")
_START = re.compile("[第本前上(]|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}、")
_ORDER = ("编", "章", "节", "条", "款", "项", "目")
_SAME_UNIT = {"部分": "编", "篇": "编"}


@dataclass(frozen=True)
class Step:
    """One step of a reference: 第六条 is ("条", ((6,),)); several figures are alternatives.

    `unit` is a level of laws, "（）" for a bracketed number of 公文, or "L1", "L2", "L3".
    `spans` says that all between two figures are meant.
    """

    unit: str
    values: tuple[tuple[int, ...], ...]
    spans: bool = False


@dataclass(frozen=True)
class Relative:
    """本条 is ("条", 0), 前款 ("款", 1), 前两款 ("款", 2)."""

    unit: str
    back: int


@dataclass(frozen=True)
class Reference:
    """One reference of a list: where it stands, and what it says.

    `until` are the steps of the end of a range; `first` says that no other one comes before it
    in its list.
    """

    start: int
    end: int
    relative: Relative | None
    steps: tuple[Step, ...]
    until: tuple[Step, ...] = ()
    first: bool = True


def references(text: str) -> Iterator[Reference]:
    """The references of a text in their order; those of one list follow one another."""
    folded = fold(text)
    at = 0
    while match := _START.search(folded, at):
        found = list(_list(folded, match.start()))
        yield from found
        at = found[-1].end if found else match.start() + 1


def _list(folded: str, at: int) -> Iterator[Reference]:
    reference = _range(folded, at, before=None)
    while reference:
        yield reference
        joined = _JOINED.match(folded, reference.end)
        if not joined:
            return
        reference = _range(folded, joined.end(), before=reference)


def _range(folded: str, at: int, before: Reference | None) -> Reference | None:
    chain = _chain(folded, at)
    if chain is None:
        return None
    relative, steps, end = chain
    if before and relative is None:
        relative, steps = _inherit(before, steps)
    until: tuple[Step, ...] = ()
    to = _RANGE.match(folded, end)
    if to and (last := _chain(folded, to.end())) and last[0] is None:
        _, until = _inherit(Reference(at, end, relative, steps), last[1])
        end = last[2]
    return Reference(at, end, relative, steps, until, first=before is None)


def _chain(folded: str, at: int) -> tuple[Relative | None, tuple[Step, ...], int] | None:
    relative, end = _relative(folded, at)
    steps: list[Step] = []
    while read := _step(folded, end, last=steps[-1] if steps else None):
        step, end = read
        steps.append(step)
    if relative is None and not steps:
        return None
    return relative, tuple(_in_units(steps)), end


def _relative(folded: str, at: int) -> tuple[Relative | None, int]:
    match = _RELATIVE.match(folded, at)
    if not match or (match["which"] == "本" and match["n"]):
        return None, at
    back = 0 if match["which"] == "本" else value_of(match["n"] or "一")
    return Relative(match["unit"], back), match.end()


def _step(folded: str, at: int, last: Step | None) -> tuple[Step, int] | None:
    if match := _STEP.match(folded, at):
        unit = _SAME_UNIT.get(match["unit"], match["unit"])
        if last is None or _deeper(unit, last.unit):
            return _numbered(unit, match), match.end()
    elif match := _BRACKETED.match(folded, at):
        return _bracketed(match, last), match.end()
    elif last is None and (match := _NOTICE.match(folded, at)):
        return Step("notice", _notice(match)), match.end()
    return None


def _deeper(unit: str, above: str) -> bool:
    return above in _ORDER and _ORDER.index(unit) > _ORDER.index(above)


def _numbered(unit: str, match: re.Match[str]) -> Step:
    figures = [value_of(one) for one in re.findall(_N, match["n"])]
    values: list[tuple[int, ...]] = [(figure,) for figure in figures]
    if match["sub"]:
        values[-1] = (figures[-1], value_of(match["sub"]))
    return Step(unit, tuple(values), bool(re.search(_TO, match["n"])))


def _bracketed(match: re.Match[str], last: Step | None) -> Step:
    """第（三）项 after an article is its 项; 第（十二）条 is the point （十二） of 公文."""
    values = tuple((value_of(one),) for one in re.findall(_N, match["n"]))
    unit = "项" if match["unit"] == "项" or (last and last.unit in _ORDER) else "（）"
    return Step(unit, values, bool(re.search(_TO, match["n"])))


def _notice(match: re.Match[str]) -> tuple[tuple[int, ...], ...]:
    parts = [match["l1"], match["l2"], match["l3"]]
    return (tuple(value_of(part) for part in parts if part),)


def _in_units(steps: list[Step]) -> Iterator[Step]:
    """A number of 公文 as one step for each of its levels."""
    for step in steps:
        if step.unit != "notice":
            yield step
            continue
        for level, value in zip(("L1", "L2", "L3"), step.values[0], strict=False):
            yield Step(level, ((value,),))


def _inherit(
    before: Reference, steps: tuple[Step, ...]
) -> tuple[Relative | None, tuple[Step, ...]]:
    """What a later reference of a list leaves out is what the earlier one said above it."""
    unit = steps[0].unit
    if unit not in _ORDER:
        return None, steps
    above = tuple(s for s in before.steps if s.unit in _ORDER and _deeper(unit, s.unit))
    relative = before.relative
    keeps = relative is not None and _deeper(unit, relative.unit)
    return relative if keeps else None, (*above, *steps)
