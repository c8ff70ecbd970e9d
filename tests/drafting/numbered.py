"""Makes Word files of texts, with numbers typed or made by Word, of which the same is printed.

A line that begins with a number becomes a paragraph without it, in a list that prints it. Where a
text counts otherwise than its list would, the paragraph begins a list of its own at that number,
as Word's "set numbering value" does.
"""

import re
from dataclasses import dataclass
from dataclasses import field as of

from tests.drafting.docx import (
    Docx,
    abstract,
    in_list,
    level,
    num,
    paragraph,
    start_at,
    style,
    styled,
)

HAN = "零一二三四五六七八九"
GAPS = {"": "nothing", " ": "space", "\u3000": "tab"}


@dataclass(frozen=True)
class Kind:
    """A kind of number: its form in a text, its level in the one list, what Word is told."""

    name: str
    form: re.Pattern
    level: int
    text: str
    number_format: str
    gap: str
    above: tuple[str, ...] = ()  # what makes it count from 1 again


def _kind(name, form, place, text, number_format, gap="", above=()):
    return Kind(name, re.compile(form), place, text, number_format, gap, above)


_CN = r"([一二三四五六七八九十百零]+)"
KINDS = (
    _kind("chapter", rf"第{_CN}章(\s)(?=\S)", 0, "第%1章", "chineseCountingThousand", "any"),
    _kind("article", rf"第{_CN}条(\s)(?=\S)", 1, "第%2条", "chineseCountingThousand", "any"),
    _kind("one", rf"{_CN}、()", 0, "%1、", "chineseCounting"),
    _kind("two", rf"（{_CN}）()", 1, "（%2）", "chineseCountingThousand", "", ("one",)),
    _kind("two-narrow", rf"\({_CN}\)()", 2, "(%3)", "chineseCounting", "", ("article",)),
    _kind("item", rf"（{_CN}）()", 2, "（%3）", "japaneseCounting", "", ("article",)),
    _kind("plan1", r"(\d{1,2})(\u3000)(?=\S)", 0, "%1", "decimal", "\u3000"),
    _kind("plan2", r"\d{1,2}\.(\d{1,2})(\u3000)(?=\S)", 1, "%1.%2", "decimal", "\u3000",
          ("plan1",)),
    _kind("plan3", r"\d{1,2}\.\d{1,2}\.(\d{1,2})(\u3000)(?=\S)", 2, "%1.%2.%3", "decimal", "\u3000",
          ("plan1", "plan2")),
    _kind("four", r"（(\d{1,2})）()", 3, "（%4）", "decimal", "", ("plan1", "plan2", "plan3")),
)  # fmt: skip
FAMILIES = {
    "articles": ("chapter", "article", "two-narrow", "item"),
    "plan": ("plan1", "plan2", "plan3", "four"),
    "opinion": ("one", "two"),
}
BY_NAME = {kind.name: kind for kind in KINDS}


def value(text):
    """A number in either writing."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign in HAN:
            digit = HAN.index(sign)
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[sign]
            digit = 0
    return total + digit


def family_of(lines):
    """The family of numbers that a text uses."""
    if any(line.startswith("第一条") for line in lines):
        return "articles"
    return "plan" if any(line.startswith("1\u3000") for line in lines) else "opinion"


def typed(lines):
    """A file in which every number is typed."""
    made = Docx()
    for line in lines:
        made.add(line)
    return made.data()


@dataclass
class _Automatic:
    """Numbers by one list of several levels; `by_style` names it in styles, not in paragraphs."""

    lines: list[str]
    by_style: bool
    runs_on: bool
    nums: list[str] = of(default_factory=list)
    expected: dict[str, int] = of(default_factory=dict)

    def data(self):
        self.kinds = [BY_NAME[name] for name in FAMILIES[family_of(self.lines)]]
        self.gaps = {kind.name: self._gap(kind) for kind in self.kinds}
        self.nums = [num(1, 1)]
        body = [self._paragraph(line) for line in self.lines]
        return Docx(body, styles=self._styles(), numbering=self._numbering()).data()

    def _gap(self, kind):
        found = [match[2] for line in self.lines if (match := kind.form.match(line))]
        return found[0] if found and kind.gap == "any" else kind.gap if kind.gap != "any" else ""

    def _styles(self):
        made = style("a", "Normal", default=True)
        for kind in self.kinds:
            place = f'<w:numPr><w:ilvl w:val="{kind.level}"/><w:numId w:val="1"/></w:numPr>'
            made += style(f"S{kind.name}", kind.name, based_on="a", paragraph=place)
            made += style(f"D{kind.name}", f"deeper {kind.name}", based_on=f"S{kind.name}")
        return made

    def _numbering(self):
        used = {kind.level: kind for kind in reversed(self.kinds)}
        return abstract(1, *(self._level(kind) for _place, kind in sorted(used.items()))) + "".join(
            self.nums
        )

    def _level(self, kind):
        link = f'<w:pStyle w:val="S{kind.name}"/>' if self.by_style else ""
        # Articles, and in some texts （一）, run on through the whole text.
        restart = '<w:lvlRestart w:val="0"/>' if not self._restarts(kind) else ""
        suffix = GAPS[self.gaps[kind.name]]
        return level(kind.level, kind.number_format, kind.text, suffix=suffix, extra=link + restart)

    def _restarts(self, kind):
        return bool(kind.above) and not (kind.name == "two" and self.runs_on)

    def _paragraph(self, line):
        for kind in self._usable():
            match = kind.form.match(line)
            if match and match[2] == self.gaps[kind.name]:
                return self._numbered(kind, value(match[1]), line[match.end() :])
        return paragraph(line)

    def _usable(self):
        """One kind a level: the list has room for no more."""
        taken = {}
        for kind in self.kinds:
            if any(kind.form.match(line) for line in self.lines):
                taken.setdefault(kind.level, kind)
        self.kinds = list(taken.values())
        return self.kinds

    def _numbered(self, kind, count, words):
        is_expected = count == self.expected.get(kind.name, 1)
        self.expected[kind.name] = count + 1
        for lower in self.kinds:
            if kind.name in lower.above and self._restarts(lower):
                self.expected[lower.name] = 1
        if is_expected and self.by_style:
            return paragraph(words, styled(f"D{kind.name}"))
        num_id = 1
        if not is_expected:
            num_id = len(self.nums) + 1
            self.nums.append(num(num_id, 1, start_at(kind.level, count)))
        return paragraph(words, in_list(num_id, kind.level))


def automatic(lines, *, by_style):
    """A file in which Word makes the numbers, named by paragraphs or by their styles."""
    counts = [value(m[1]) for line in lines if (m := BY_NAME["two"].form.match(line))]
    return _Automatic(lines, by_style, runs_on=max(counts, default=0) > 12).data()


MAKERS = {
    "typed": typed,
    "direct": lambda lines: automatic(lines, by_style=False),
    "by-style": lambda lines: automatic(lines, by_style=True),
}
