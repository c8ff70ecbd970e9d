"""Whether people's words find the sets they mean: nDCG, recall and time over labelled queries.

Makes a database of its own and drops it again, as `benchmarks.search` does.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from benchmarks.command import Benchmark, Sizes, main
from benchmarks.judging import Labelled, Labels, Size, measure, rows, traditional
from benchmarks.topics import TOPICS, Topic
from search.index import Entry

KINDS = ("strict", "folded", "synonym", "question", "slip", "number")
FORMS = ("实施方案", "管理办法", "若干措施", "实施细则", "行动计划")
FILLERS = (
    "坚持以人民为中心的发展思想，按照高质量发展要求，结合我市实际，制定本措施。",
    "各有关部门要按照职责分工，密切配合，落实政策，规范标准，形成工作合力。",
    "申请人提交材料后，有关部门按照规定程序办理，符合条件的及时答复。",
    "加强宣传引导，总结推广好经验好做法，营造良好氛围。",
    "统筹做好就业、教育、住房、养老、医疗等工作，及时公布进展情况。",
)
NUMBERS = 24


def pages(set_id: int) -> list[Entry]:
    """One set about the topic of its number, which mentions another topic in passing."""
    chance = random.Random(set_id)
    topic, other = TOPICS[set_id % len(TOPICS)], chance.choice(TOPICS)
    subject = chance.choice(topic.titles.split())
    name = f"《九江市{subject}{chance.choice(FORMS)}》"
    number = number_of(set_id)
    titles = (f"九江市人民政府办公室关于印发{name}的通知", f"{name}政策解读")
    made = []
    for kind, title in zip(("policy", "interpretation"), titles, strict=True):
        sentences = [f"{subject}工作中，{topic.text}。", *chance.choices(FILLERS, k=12)]
        sentences.append(f"本市{'、'.join(topic.titles.split())}适用本办法。")
        sentences.append(f"做好与{other.titles.split()[0]}的衔接。")
        chance.shuffle(sentences)
        page_id = set_id * 2 + (kind == "interpretation")
        shown = number if kind == "policy" else ""
        made.append(Entry(page_id, set_id, kind, title, shown, "\n".join(sentences)))
    return made


def number_of(set_id: int) -> str:
    """The file number of a set: a year and a serial that no other set shares."""
    return f"九府办发〔{2016 + set_id % 11}〕{set_id}号"


def queries(sets: int) -> Iterator[Labelled]:
    """Every query with its answers among so many sets."""
    about = defaultdict(set)
    for set_id in range(1, sets + 1):
        about[set_id % len(TOPICS)].add(set_id)
    for at, topic in enumerate(TOPICS):
        answers = frozenset(about[at])
        for kind in ("strict", "synonym", "question", "slip"):
            for query in getattr(topic, kind).split():
                yield Labelled(kind, query, answers)
        yield from (Labelled("folded", query, answers) for query in folded(topic))
    for set_id in range(1, sets + 1, max(sets // NUMBERS, 1)):
        typed = (number_of(set_id), number_of(set_id).replace("〔", "").replace("〕", "年"))
        yield from (Labelled("number", query, frozenset({set_id})) for query in typed)
        yield Labelled("number", str(set_id), frozenset({set_id}))


def folded(topic: Topic) -> list[str]:
    """Words of the office in traditional characters, and with marks that nobody sees."""
    first, second = topic.strict.split()[0], topic.strict.split()[-1]
    return [traditional(first), f"{second[:1]}\u200b{second[1:]}\ufeff"]


LABELS = Labels(KINDS, pages, queries)
SIZES = Sizes(full=Size(600, 10_000), quick=Size(600, 2_000), smallest=Size(80, 120))
BENCHMARK = Benchmark(__doc__, SIZES, partial(rows, LABELS), partial(measure, LABELS))

if __name__ == "__main__":
    main(BENCHMARK)
