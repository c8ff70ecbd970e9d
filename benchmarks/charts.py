"""Charts: from a pasted table to markup, to a picture, and printing what was stored."""

import gzip
import re
from functools import partial
from pathlib import Path

from benchmarks import ROOT
from benchmarks.harness import database, is_quick, median_row, row, timed
from interpretations.blocks import InterpretationBody
from media.charts import render_client
from media.charts.draw import draw, make_picture, markup_of
from media.charts.figures import ChartOptions, figures_of
from tests.charts.tables import COUNTIES, EMPLOYMENT, OF_KIND, chart

BODY = InterpretationBody()
THREE = (EMPLOYMENT, COUNTIES, OF_KIND["line"])
SCRIPT = re.compile(r"js/[\w-]+\.js")


def markup(text: str, kind: str) -> None:
    """What saving waits for: understanding the table and drawing both widths, nothing known."""
    render_client.drawn.cache_clear()
    markup_of(figures_of(text, ChartOptions(kind=kind, title="九江市的一张图")))


def first() -> None:
    """A process that draws is started for this chart."""
    render_client.renderer.stop()
    markup(EMPLOYMENT, "column")


def saving(rounds: int) -> None:
    median_row("chart-first-markup", [timed(first) for _ in range(max(3, rounds // 4))])
    for kind, text in OF_KIND.items():
        markup(text, kind)
        median_row(
            f"chart-markup-{kind}", [timed(partial(markup, text, kind)) for _ in range(rounds)]
        )


def pictures(rounds: int) -> None:
    drawings = [draw(EMPLOYMENT, ChartOptions(title=f"第{number}张图")) for number in range(rounds)]
    make_picture(drawings[0])
    series = [timed(partial(make_picture, drawing)) for drawing in drawings[1:]]
    median_row("chart-picture", series)


def reading(rounds: int) -> None:
    """A chart as a page prints it: rows read before, as a page of charts reads them at once."""
    block = BODY.child_blocks["chart"]
    for kind, text in OF_KIND.items():
        stored = BODY.get_prep_value(BODY.normalize([chart(text, kind=kind)]))
        value = BODY.to_python(stored)[0].value
        block.render(value)
        median_row(
            f"chart-read-{kind}", [timed(partial(block.render, value)) for _ in range(rounds)]
        )


def weights() -> None:
    """What three charts of a page weigh: markup, and every script that the page names."""
    body = BODY.to_python(BODY.get_prep_value(BODY.normalize([chart(text) for text in THREE])))
    row("chart-three-markup-gzip", len(gzip.compress(BODY.render(body).encode())), None, None,
        "bytes", 1)  # fmt: skip
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    scripts = [ROOT / "site" / "static" / name for name in sorted(set(SCRIPT.findall(base)))]
    row("chart-page-scripts-gzip", sum(map(_gzipped, scripts)), None, None, "bytes", len(scripts))


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def main() -> None:
    rounds = 8 if is_quick(__doc__) else 40
    with database("charts"):
        saving(rounds)
        reading(rounds * 10)
        pictures(rounds)
        weights()
    render_client.renderer.stop()


if __name__ == "__main__":
    main()
