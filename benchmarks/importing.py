"""Drafters' files: from Word and text to a neutral text with its fields.

Makes its files itself; the Word files have numbers that Word makes, tables and notes. Beside ours
stands python-docx, which reads the words alone: no number, no note, no text box. Word files and
pastes are measured in processor time, and so is proposing which clauses of a long document an
interpretation explains. Then a folder of texts becomes drafts, as by the command.
"""

import resource
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import docx
from wagtail.rich_text import RichText

from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import alternate, database, processor, timed
from benchmarks.rows import Report, Row, at_most
from benchmarks.sets import set_up
from clauses.numerals import chinese
from drafting import pasted
from drafting.reading import read
from drafting.recognize import recognize
from interpretations.demo.drafts import DEPARTMENT
from interpretations.importing.departments import Departments
from interpretations.importing.files import found as found_files
from interpretations.importing.importer import Importer
from interpretations.importing.status import Status
from interpretations.models import DepartmentPage, InterpretationPage, PolicyPage
from interpretations.models.explaining import blocks_of, proposals
from tests.drafting.docx import Docx, abstract, cell, in_list, level, num, paragraph, run, table

PARAGRAPHS_A_PAGE = 16  # of 40 characters and more
SENTENCE = (
    "各单位要加强组织领导，明确责任分工，细化工作措施，"
    "确保各项任务落到实处、取得实效，第%d项由市数据局负责。"
)
HEAD = ("关于印发九江市数据共享管理办法的通知", "九府办发〔2026〕31号", "各县（市、区）人民政府：")
NUMBERING = abstract(
    0,
    level(0, "chineseCountingThousand", "第%1章", suffix="tab"),
    level(1, "chineseCountingThousand", "第%2条", suffix="tab", extra='<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCounting", "（%3）"),
) + num(1, 0)
LISTED = (
    "<p style='mso-list:l0'><span style='mso-list:Ignore'>第%d条<span>&nbsp;</span></span>%s</p>"
)
MEGABYTE = 1024


class Size(NamedTuple):
    """How often a file is read, how many texts are, and how many become drafts."""

    rounds: int
    texts: int
    drafts: int


def rows(size: Size) -> Iterator[Row]:
    yield Row("docx-20-pages/python-docx", "ms", "python-docx: words alone", at_most(1000))
    yield Row("docx-300-pages/python-docx", "ms", "python-docx: words alone")
    yield Row("pasted-20-pages", "ms")
    yield Row("1000-texts-with-fields", "ms", bar=at_most(60_000))
    yield Row("1000-texts-memory-growth", "MB", bar=at_most(8))
    yield Row("1000-texts-rehearsed", "ms", bar=at_most(60_000))
    yield Row("1000-texts-to-drafts", "ms", bar=at_most(60_000))
    yield Row("drafts-memory-growth", "MB", bar=at_most(16))
    yield Row("300-pages-split-and-links-proposed", "ms", bar=at_most(2000))


def word_file(pages: int) -> bytes:
    """A document of so many pages."""
    body = [paragraph(line) for line in HEAD]
    for order in range(pages * PARAGRAPHS_A_PAGE):
        place = 0 if order % 40 == 0 else 1 if order % 4 else 2
        words = run(SENTENCE % order, "<w:b/>" if order % 10 == 0 else "")
        body.append(paragraph(words, in_list(1, place)))
        if order % 100 == 50:
            body.append(
                table(*[[cell(f"{row}-{column}") for column in range(4)] for row in range(8)])
            )
    return Docx(body, numbering=NUMBERING).data()


def text_file(order: int, number: str = HEAD[1]) -> bytes:
    """A text of two pages, in one of the encodings in turn."""
    lines = [HEAD[0], number, HEAD[2], *(SENTENCE % line for line in range(2 * PARAGRAPHS_A_PAGE))]
    lines += ["九江市人民政府", "2026年11月9日", f"本办法自2027年1月{order % 28 + 1}日起施行。"]
    return "\n".join(lines).encode(("utf-8", "gb18030", "utf-16")[order % 3])


def read_and_recognize(path: Path) -> None:
    recognize(read(path, path.name))


def read_by_peer(path: Path) -> None:
    document = docx.Document(str(path))
    _texts = [one.text for one in document.paragraphs]
    _cells = [one.text for part in document.tables for row in part.rows for one in row.cells]


def words(report: Report, rounds: int, folder: Path) -> None:
    for pages in (20, 300):
        path = folder / f"{pages}.docx"
        path.write_bytes(word_file(pages))
        own, peer = alternate(
            rounds,
            lambda path=path: processor(partial(read_and_recognize, path)),
            lambda path=path: processor(partial(read_by_peer, path)),
        )
        report.compare(f"docx-{pages}-pages/python-docx", own, peer)


def pastes(report: Report, rounds: int) -> None:
    count = 20 * PARAGRAPHS_A_PAGE
    html = "".join(LISTED % (order, SENTENCE % order) for order in range(1, count + 1))
    report.median("pasted-20-pages", [processor(partial(pasted.read, html)) for _ in range(rounds)])


def texts(report: Report, count: int, folder: Path) -> None:
    """Files one after the other; memory is compared after a tenth of them, when caches are full."""
    path = folder / "文件.txt"
    total, first = 0.0, 0
    for order in range(count):
        path.write_bytes(text_file(order))
        total += timed(partial(read_and_recognize, path))
        if order == count // 10:
            first = _highest()
    report.row("1000-texts-with-fields", total * 1000 / count, n=count)
    report.row("1000-texts-memory-growth", (_highest() - first) / MEGABYTE, n=count)


def drafts(report: Report, count: int, folder: Path) -> None:
    """A folder through the command's own way: child, proposal, and with drafts or without."""
    paths = []
    for order in range(count):
        path = folder / f"文件{order}.txt"
        path.write_bytes(text_file(order, f"九府办发〔2026〕{order + 1}号"))
        paths.append(path)
    people = set_up()
    found = Departments(DepartmentPage.objects.get(slug=DEPARTMENT), people["drafter"], True)
    for name, is_rehearsal in (("rehearsed", True), ("to-drafts", False)):
        importer = Importer(people["drafter"], found, is_rehearsal)
        growth: list[int] = []
        spent = timed(partial(_imported, importer, paths, growth))
        report.row(f"1000-texts-{name}", spent * 1000 / count, n=count)

    report.row("drafts-memory-growth", growth[0] / MEGABYTE, n=count)


def links(report: Report, rounds: int) -> None:
    """A document of 300 pages is split and cut into clauses; forty paragraphs look for theirs."""
    count = 300 * PARAGRAPHS_A_PAGE
    lines = (f"<p>第{chinese(order)}条　{SENTENCE % order}</p>" for order in range(1, count + 1))
    text = RichText("".join(lines))
    said = "".join(f"<p>第{order * 9}条说，{SENTENCE % (order * 7)}</p>" for order in range(1, 41))
    spent = [processor(partial(_propose, text, said)) for _ in range(rounds)]
    report.median("300-pages-split-and-links-proposed", spent)


def _propose(text: RichText, said: str) -> None:
    document = PolicyPage(title=HEAD[0], body=[("text", text)])
    assert len(proposals(list(blocks_of(InterpretationPage(key_points=said))), [document]))


def _imported(importer: Importer, paths: list[Path], growth: list[int]) -> None:
    """Import files; notes by how many kB the process grew after the first tenth of them."""
    first = 0
    for order, outcome in enumerate(importer.run(list(found_files(paths)))):
        assert outcome.status is Status.CREATED, outcome
        if order == len(paths) // 10:
            first = _highest()
    growth.append(_highest() - first)


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(report: Report, size: Size) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts(report, size.texts, folder)
        words(report, size.rounds, folder)
        pastes(report, size.rounds)
        with database("importing"):
            drafts(report, size.drafts, folder)
            links(report, size.rounds)


SIZES = Sizes(full=Size(20, 1000, 1000), quick=Size(5, 1000, 300), smallest=Size(1, 20, 20))
BENCHMARK = Benchmark(__doc__ or "", SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
