"""Charts: from a pasted table to markup, to a picture, and printing what was stored."""

import gzip
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import ROOT
from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import database, timed
from benchmarks.rows import Report, Row
from interpretations.blocks import InterpretationBody
from media.charts import render_client
from media.charts.draw import draw, make_picture, markup_of
from media.charts.figures import ChartOptions, figures_of
from tests.charts.tables import COUNTIES, EMPLOYMENT, OF_KIND, chart

BODY = InterpretationBody()
THREE = (EMPLOYMENT, COUNTIES, OF_KIND["line"])
SCRIPT = re.compile(r"js/[\w-]+\.js")


def rows(rounds: int) -> Iterator[Row]:
    yield Row("chart-first-markup", "ms")
    for step in ("markup", "read"):
        yield from (Row(f"chart-{step}-{kind}", "ms") for kind in OF_KIND)
    yield Row("chart-picture", "ms")
    yield Row("chart-three-markup-gzip", "bytes")
    yield Row("chart-page-scripts-gzip", "bytes")


def markup(text: str, kind: str) -> None:
    """What saving waits for: understanding the table and drawing both widths, nothing known."""
    render_client.drawn.cache_clear()
    markup_of(figures_of(text, ChartOptions(kind=kind, title="九江市的一张图")))


def first() -> None:
    """A process that draws is started for this chart."""
    render_client.renderer.stop()
    markup(EMPLOYMENT, "column")


def saving(report: Report, rounds: int) -> None:
    report.median("chart-first-markup", [timed(first) for _ in range(max(1, rounds // 4))])
    for kind, text in OF_KIND.items():
        markup(text, kind)
        times = [timed(partial(markup, text, kind)) for _ in range(rounds)]
        report.median(f"chart-markup-{kind}", times)


def pictures(report: Report, rounds: int) -> None:
    drawings = [
        draw(EMPLOYMENT, ChartOptions(title=f"第{number}张图")) for number in range(rounds + 1)
    ]
    make_picture(drawings[0])
    series = [timed(partial(make_picture, drawing)) for drawing in drawings[1:]]
    report.median("chart-picture", series)


def reading(report: Report, rounds: int) -> None:
    """A chart as a page prints it: rows read before, as a page of charts reads them at once."""
    block = BODY.child_blocks["chart"]
    for kind, text in OF_KIND.items():
        stored = BODY.get_prep_value(BODY.normalize([chart(text, kind=kind)]))
        value = BODY.to_python(stored)[0].value
        block.render(value)
        times = [timed(partial(block.render, value)) for _ in range(rounds)]
        report.median(f"chart-read-{kind}", times)


def weights(report: Report) -> None:
    """What three charts of a page weigh: markup, and every script that the page names."""
    body = BODY.to_python(BODY.get_prep_value(BODY.normalize([chart(text) for text in THREE])))
    report.row("chart-three-markup-gzip", len(gzip.compress(BODY.render(body).encode())), n=1)
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    scripts = [ROOT / "site" / "static" / name for name in sorted(set(SCRIPT.findall(base)))]
    report.row("chart-page-scripts-gzip", sum(map(_gzipped, scripts)), n=len(scripts))


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def measure(report: Report, rounds: int) -> None:
    with database("charts"):
        saving(report, rounds)
        reading(report, rounds * 10)
        pictures(report, rounds)
        weights(report)
    render_client.renderer.stop()


BENCHMARK = Benchmark(__doc__, Sizes(full=40, quick=8, smallest=1), rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
