"""Clauses of a long document: what saving it and showing it cost more than without them.

Both in processor time. A save has one clause edited and one put in, in a text that this process
has not met before; a body is shown with the addresses of its clauses and without.
"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from wagtail.rich_text import RichText

from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import alternate, database, processor
from benchmarks.rows import Report, Row, at_most, ratio_at_least
from benchmarks.sets import set_up
from clauses.numerals import chinese
from interpretations.blocks.anchors import anchors_of
from interpretations.models import PolicyPage
from interpretations.models.clauses import settle
from interpretations.models.draft import Draft

CLAUSES = 500
SENTENCE = (
    "第%d号事项由市数据局会同有关部门按照职责分工办理，申请人应当提交材料，"
    "受理机关应当在第%d个工作日以前作出决定，并书面告知申请人。"
)


class Size(NamedTuple):
    rounds: int


def rows(size: Size) -> Iterator[Row]:
    yield Row("settling-500-clauses", "ms", bar=at_most(50))
    yield Row("settling-500-clauses-unchanged", "ms")
    yield Row("shown-500-clauses/no-addresses", "ms", "the same body", ratio_at_least(1 / 1.2))


def body_of(texts: list[str]) -> list[tuple[str, RichText]]:
    """Articles in one block, numbered from one."""
    lines = (f"<p>第{chinese(at)}条　{text}</p>" for at, text in enumerate(texts, 1))
    return [("text", RichText("".join(lines)))]


def settling(report: Report, rounds: int) -> None:
    changed, unchanged = [], []
    for order in range(rounds):
        start = order * 10 * CLAUSES
        texts = [SENTENCE % (at, at + 7) for at in range(start, start + CLAUSES)]
        page = PolicyPage(pk=1, body=body_of(texts))
        settle(page, None)
        before = Draft(page.serializable_data(), is_public=False)
        unchanged.append(processor(partial(settle, page, before)))
        texts[CLAUSES // 2] = texts[CLAUSES // 2].replace("书面告知", "及时告知")
        texts.insert(9, "本办法所称事项，是指依法由本市办理的行政许可。")
        page.body = body_of(texts)
        changed.append(processor(partial(settle, page, before)))
    report.median("settling-500-clauses", changed)
    report.median("settling-500-clauses-unchanged", unchanged)


def showing(report: Report, rounds: int) -> None:
    page = PolicyPage(pk=1, body=body_of([SENTENCE % (at, at + 7) for at in range(CLAUSES)]))
    settle(page, None)

    def with_addresses() -> None:
        page.body.render_as_block({"clause_anchors": anchors_of(page.clause_identities)})

    own, peer = alternate(
        rounds,
        lambda: processor(with_addresses),
        lambda: processor(partial(page.body.render_as_block, {})),
    )
    report.compare("shown-500-clauses/no-addresses", own, peer)


def measure(report: Report, size: Size) -> None:
    with database("clauses"):
        set_up()
        settling(report, size.rounds)
        showing(report, 3 * size.rounds)


SIZES = Sizes(full=Size(40), quick=Size(15), smallest=Size(1))
BENCHMARK = Benchmark(__doc__ or "", SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
