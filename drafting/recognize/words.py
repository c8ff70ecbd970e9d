"""Words that tell parts of an official document apart."""

import re

# 体裁, as titles end: those of party and government organs, then those of rules and plans.
GENRES = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复",
    "议案", "纪要", "函", "令", "条例", "办法", "规定", "细则", "规则", "规程", "章程", "方案",
    "预案", "规划", "计划", "纲要", "要点", "目录", "清单", "标准", "措施", "指南", "指引", "制度",
)  # fmt: skip
_GENRE = "|".join(sorted(GENRES, key=len, reverse=True))
_VERSION = (
    r"(?:[（(](?:试行|暂行|修订|修订版|修正|征求意见稿|送审稿|草案"
    r"|[12]\d{3}年[^（）()]{0,12})[）)])?"
)
ENDS_AS_GENRE = re.compile(rf"(?P<genre>{_GENRE}){_VERSION}$")
EXPLAINS = re.compile(r"解读|一图读懂|图解|政策问答|答记者问|有问必答|名词解释|起草说明|政策解答")
ORGAN = re.compile(
    r"(?:政府|办公厅|办公室|委员会|委|部|厅|局|院|会|署|办|中心|银行|指挥部|小组|公司|集团|大学|学院"
    r"|学校|法院|党委|党组|组|社|馆|站|队|处|科|室|国务院|中央|院校|管理区|开发区|联合会|总工会|团市委|妇联|军分区)$"
)
CLAUSE = re.compile(
    r"(?:第[一二三四五六七八九十百零〇]+[编章节条款]|[一二三四五六七八九十百零〇]+、"
    r"|[（(][一二三四五六七八九十百零〇]+[）)]|\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[）)]|[①-⑳㈠-㈩]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}[\s　]|\d{1,2}[\s　]+\S)"
)
SENTENCE_ENDS = "。；;！？"
BOOK = re.compile(r"《(?:[^《》]|《[^《》]*》)+》")
BLANKS = re.compile(r"[\s　]+")


def unspaced(text: str) -> str:
    """A line that was spread out letter by letter, 国 家 预 案, drawn together; else as it is."""
    parts = text.split()
    single = sum(len(part) == 1 for part in parts)
    if len(parts) >= 2 and single >= 0.8 * len(parts):
        return "".join(parts)
    return " ".join(parts)


def genre_of(title: str) -> str:
    """What a title says that the document is, or ''."""
    match = ENDS_AS_GENRE.search(title)
    return match["genre"] if match else ""


def is_organ(text: str) -> bool:
    """Whether a text may be the name of an organ: short, no sentence, and ends like one."""
    is_short = 2 <= len(text) <= 40
    return is_short and not re.search(r"[。，；：:,;《》？！\d]", text) and bool(ORGAN.search(text))


def organs_in(text: str) -> list[str]:
    """The organs that a line names beside one another; nothing where it names anything else."""
    whole = unspaced(text)
    if is_organ(whole) and " " not in whole:
        return [whole]
    parts = [part for part in re.split(r"[\s　、]+", text.strip()) if part]
    return parts if parts and all(map(is_organ, parts)) else []
