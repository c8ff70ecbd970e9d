"""Whether words that the search was not made with find the sets they mean: nDCG, recall, time.

Makes a database of its own and drops it again, as `benchmarks.search` does. Unlike
`benchmarks.answers` the documents come from many offices and years, and stand in clauses.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from benchmarks.citizens import MATTERS, PAIRS, WRITTEN, Matter
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.judging import Labelled, Labels, Size, measure, rows, traditional
from benchmarks.rows import NONE
from search.index import Entry

OF_WORDS = ("word", "colloquial", "question", "told", "slip")
KINDS = (*OF_WORDS, "title", "number", "folded", "written", "two", "office", "year", "clause")
# One place and its letters a row; the bureau of the matter stands for the last.
OFFICES = (
    ("九江市人民政府", "九府发"),
    ("九江市人民政府办公室", "九府办发"),
    ("浔阳区人民政府办公室", "浔府办发"),
    ("濂溪区人民政府办公室", "濂府办字"),
    ("柴桑区人民政府办公室", "柴府办发"),
    ("修水县人民政府办公室", "修府办发"),
    ("武宁县人民政府办公室", "武府办字"),
    ("", "九{}字"),
)
FORMS = ("管理办法", "实施细则", "若干措施", "实施方案", "工作的意见", "有关事项")
YEARS = range(2019, 2027)
CLAUSES = (
    "为进一步规范工作，维护群众合法权益，根据有关法律法规，结合本地实际，制定本规定",
    "申请人应当如实提供材料，有关部门自受理之日起十个工作日内作出决定",
    "所需资金由市、县财政按照规定比例分担，专款专用，任何单位和个人不得截留",
    "违反本规定的，由有关主管部门责令改正；情节严重的，依法给予处罚",
    "各级各部门应当加强宣传，公开办理条件、程序和标准，接受社会监督",
    "对符合条件的家庭、个人和企业按月发放补贴，具体标准由市人民政府公布",
    "咨询和投诉可以拨打政务服务便民热线，也可以到政务服务大厅窗口办理",
    "教育、公安、民政、财政、人力资源、住房、交通、医疗等部门按照职责做好工作",
    "学校、社区、物业服务企业和村（居）民委员会协助开展登记、公示和安全管理",
    "本规定自公布之日起施行，有效期五年，以往规定与本规定不一致的以本规定为准",
)
NUMERALS = "一二三四五六七八九十"
EVERY = 13  # every so many sets give queries of their own


class Paper(NamedTuple):
    """What a set is about and who made it when, from its number."""

    matter: Matter
    office: str
    letters: str
    year: int
    subject: str
    form: str
    serial: int

    @property
    def name(self) -> str:
        return f"{self.subject}{self.form}"

    @property
    def title(self) -> str:
        verb = "关于印发" if self.form in FORMS[:4] else "关于"
        return f"{self.office}{verb}{self.year}年{self.name}的通知"

    @property
    def number(self) -> str:
        return f"{self.letters}〔{self.year}〕{self.serial}号"


def about(set_id: int) -> int:
    """The place of a set's matter among `MATTERS`."""
    return set_id % len(MATTERS)


def paper(set_id: int) -> Paper:
    """The set of this number: matters in turn, then offices and years."""
    chance, matter = random.Random(set_id), MATTERS[about(set_id)]
    turn = set_id // len(MATTERS)
    office, letters = OFFICES[(turn + about(set_id)) % len(OFFICES)]
    return Paper(
        matter,
        office or f"九江市{matter.bureau}",
        letters.format(matter.bureau[:1]),
        YEARS[(turn // len(OFFICES) + set_id) % len(YEARS)],
        chance.choice(matter.titles.split()),
        chance.choice(FORMS),
        set_id,
    )


def pages(set_id: int) -> list[Entry]:
    """One set: a document in clauses, and what explains it with other parts of the same text."""
    chance, made = random.Random(-set_id), paper(set_id)
    sentences = [part for part in made.matter.text.split("。") if part]
    passing = chance.choice(MATTERS).titles.split()[0]
    clauses = [*chance.sample(CLAUSES, 7), *sentences, f"做好与{passing}的衔接"]
    clauses.append(f"{'、'.join(made.matter.titles.split())}适用本规定")
    chance.shuffle(clauses)
    body = [made.office, "各县（市、区）人民政府，市直有关单位：", f"现将{made.name}印发给你们。"]
    body += [f"第{_numeral(at)}条　{text}。" for at, text in enumerate(clauses, start=1)]
    said = [f"一、起草背景\n{chance.choice(CLAUSES)}。", f"二、主要内容\n{made.matter.titles}："]
    said += [f"{text}。" for text in sentences]
    explained = f"《{made.name}》政策解读"
    return [
        Entry(set_id * 2, set_id, "policy", made.title, made.number, "\n".join(body)),
        Entry(set_id * 2 + 1, set_id, "interpretation", explained, "", "\n".join(said)),
    ]


def _numeral(number: int) -> str:
    """One to nineteen in Chinese."""
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def queries(sets: int) -> Iterator[Labelled]:
    """Every query with its answers among so many sets."""
    numbers = range(1, sets + 1)
    papers = {number: paper(number) for number in numbers}
    of_matter = [
        frozenset(number for number in numbers if about(number) == at) for at in range(len(MATTERS))
    ]
    for at, matter in enumerate(MATTERS):
        if of_matter[at]:
            yield from _of_matter(matter, of_matter[at])
    for first, second, query in PAIRS:
        yield Labelled("two", query, of_matter[first] | of_matter[second])
    for at, query in WRITTEN:
        yield Labelled("written", query, of_matter[at])
    for number in range(1, sets + 1, EVERY):
        yield from _of_paper(number, papers)


def _of_matter(matter: Matter, answers: frozenset[int]) -> Iterator[Labelled]:
    for kind in OF_WORDS:
        for query in getattr(matter, kind).split():
            yield Labelled(kind, query, answers)
    first, second = matter.word.split()
    yield Labelled("folded", traditional(first), answers)
    yield Labelled("folded", f" {second[:2]}\u3000{second[2:]}？", answers)
    yield Labelled("clause", f"{first}第六条", answers)


def _of_paper(number: int, papers: dict[int, Paper]) -> Iterator[Labelled]:
    """What names one paper: its title, its number in each spelling, its office or year."""
    made, alone = papers[number], frozenset({number})
    yield Labelled("title", made.title, _like(papers, made, "title"))
    yield Labelled("title", f"《{made.name}》", _like(papers, made, "name"))
    for query in _spellings(made):
        yield Labelled("number", query, alone)
    word = made.matter.word.split()[number % 2]
    yield Labelled("year", f"{made.year}年{word}", _like(papers, made, "matter", "year"))
    yield Labelled("year", f"{word} {made.year}", _like(papers, made, "matter", "year"))
    of_matter = {other: papers[other].office for other in _like(papers, made, "matter")}
    for asked in (made.office, made.office[:3]):
        answers = (other for other, office in of_matter.items() if office.startswith(asked))
        yield Labelled("office", f"{asked}{word}", frozenset(answers))


def _like(papers: dict[int, Paper], made: Paper, *fields: str) -> frozenset[int]:
    """The sets that have these fields as this paper has them."""
    return frozenset(
        number
        for number, one in papers.items()
        if all(getattr(one, field) == getattr(made, field) for field in fields)
    )


def _spellings(made: Paper) -> list[str]:
    """A file number as people type it."""
    letters, year, serial = made.letters, made.year, made.serial
    return [
        made.number,
        f"{letters}[{year}]{serial}号",
        f"{letters}（{year}）{serial}",
        f"{letters}{year}年{serial}号",
        f"{letters} {year} 第{serial}号",
        f"{year}年{serial}号",
        f"{year} {serial}",
        f"{year}-{serial}",
        f"{serial}号",
        str(serial),
        f"{letters}〔{year}〕{serial}号文件",
        f"{letters}{year}{serial}号".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]


# Missed as long as situations are told without a word of the matter: to be seen, not to stop on.
LABELS = Labels(KINDS, pages, queries, replace(NONE, always=False))
SIZES = Sizes(full=Size(640, 10_000), quick=Size(640, 2_000), smallest=Size(80, 120))
BENCHMARK = Benchmark(__doc__, SIZES, partial(rows, LABELS), partial(measure, LABELS))

if __name__ == "__main__":
    main(BENCHMARK)
