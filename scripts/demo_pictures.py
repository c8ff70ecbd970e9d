"""Make the demonstration's pictures: its drawings from its own words, its charts as PNG.

Needs a Chinese font (Debian: fonts-noto-cjk); the site itself needs none for the demonstration,
since what this makes is committed. Run it after changing a `drawing` or a chart in a JSON under
interpretations/demo/content, or how charts look; it removes what nothing names any more.
"""

import io
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from PIL import Image  # noqa: E402

from interpretations.demo.content import load_sets  # noqa: E402
from interpretations.demo.content.drawings import draw  # noqa: E402
from interpretations.demo.content.prepared import (  # noqa: E402
    FOLDER,
    chart_path,
    drawing_path,
    parts_of,
)
from interpretations.demo.pictures import figures_of_chart  # noqa: E402
from media.charts.draw import drawing_of, drawn_picture, writes_chinese  # noqa: E402
from media.charts.figures import Figures  # noqa: E402

COLOURS = 64  # a drawing has six, and the steps between them at its edges


def smaller(png: bytes) -> bytes:
    """The same picture with few colours: a third of the bytes."""
    buffer = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def pictures() -> dict[Path, Callable[[], bytes]]:
    """Say which files there are to be, and how each is made."""
    parts = list(parts_of(load_sets()))
    drawings = [part["drawing"] for part in parts if "drawing" in part]
    charts = [figures_of_chart(part) for part in parts if part.get("type") == "chart"]
    return {
        **{drawing_path(words): partial(draw, words) for words in drawings},
        **{chart_path(chart.key): partial(chart_png, chart) for chart in charts},
    }


def chart_png(figures: Figures) -> bytes:
    return drawn_picture(drawing_of(figures))


def main() -> None:
    """Make them all anew."""
    if not writes_chinese():
        sys.exit("这台机器没有中文字体，请先安装（Debian：apt-get install fonts-noto-cjk）。")
    wanted = pictures()
    for path in {*FOLDER.iterdir()} - {*wanted}:
        path.unlink()
    for path, make in wanted.items():
        path.write_bytes(smaller(make()))
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
