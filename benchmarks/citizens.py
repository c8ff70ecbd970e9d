"""What citizens look for, once more: the matters of `benchmarks/heldout.py`.

`citizens.txt` has a block of eight lines a matter, in the order of `Matter`; titles and queries
are parted by blanks. The first 38 were written before anybody looked at the words that the search
knows (`search.vocabulary`), the others after the first of them were judged. The words were
broadened since, for what people ask of a city at large; see decision 0098 for what each gave.
"""

from pathlib import Path
from typing import NamedTuple


class Matter(NamedTuple):
    """Titles and sentences of the office, the bureau in charge; queries of people by kind."""

    titles: str
    bureau: str
    text: str
    word: str
    colloquial: str
    question: str
    told: str
    slip: str


MATTERS = tuple(
    Matter(*block.splitlines())
    for block in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n\n")
)

# Two matters in one query: a set of either answers.
PAIRS = (
    (1, 5, "公积金 二手房过户"),
    (7, 8, "低保户残疾人补贴"),
    (0, 11, "落户 小孩入学"),
    (3, 16, "电动自行车 限行"),
    (12, 10, "人才补贴和租房"),
    (15, 4, "垃圾分类、养犬"),
    (17, 18, "防汛与秸秆禁烧"),
    (6, 25, "生育津贴和异地就医"),
    (21, 32, "出租汽车 报废补贴"),
    (35, 36, "物业收费及供水价格"),
    (23, 24, "征地补偿 危房改造"),
    (13, 26, "稳岗返还 退休"),
)

# Written otherwise than it stands in the text: full width, blanks, other numerals, other signs.
WRITTEN = (
    (10, "公 共 租 赁 住 房"),
    (24, "Ｃ级 危房"),
    (24, "d级危房"),
    (9, "80周岁 津贴"),
    (9, "100岁老人津贴"),
    (1, "连续缴存6个月 贷款"),
    (4, "犬绳1.5米"),
    (13, "裁员率5.5%"),
    (19, "2000年底前建成 小区改造"),
    (29, "离婚30日撤回"),
    (27, "3个月 60课时 培训"),
    (31, "10年禁渔"),
    (15, "50元以上200元以下罚款 垃圾"),
    (16, "7时至9时 限制通行"),
    (28, "1比3开考 招聘"),
    (20, "第1阶梯 天然气"),
)
