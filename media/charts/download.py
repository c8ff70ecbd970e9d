"""What a reader downloads: the data as CSV, the chart as a picture with title and source."""

import csv
import io
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from media.charts import theme
from media.charts.figures import Figures
from media.charts.theme import width_of
from media.examine.characters import harmless
from media.models.chart import ChartDrawing

MARGIN, TITLE, TITLE_LINE, FOOT, FOOT_LINE = 28, 20, 30, 13, 22
SCALE = 2
PICTURE_FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', sans-serif"
)
TILE, TILE_HEIGHT = 200, 96
SVG = "http://www.w3.org/2000/svg"


def data_file(figures: Figures) -> bytes:
    """The numbers as CSV that every spreadsheet opens: UTF-8 with its mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    headings = [
        f"{series.label}（{series.unit}）" if series.unit else series.label
        for series in figures.series
    ]
    writer.writerow([harmless(text) for text in (figures.table.corner, *headings)])
    for row, label in enumerate(figures.labels):
        numbers = [_plain(series.texts[row]) for series in figures.series]
        writer.writerow([harmless(label), *numbers])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _plain(text: str) -> str:
    """A number for a program: no separators, an ordinary minus, nothing where there is none."""
    return "" if text == "—" else text.replace(",", "").replace("−", "-").rstrip("%")


def picture_markup(drawing: ChartDrawing) -> str:
    """The wide form with title, source and notes around it, on paper, for a PNG."""
    if drawing.wide_svg:
        markup = drawing.wide_svg.replace("@@", "c").replace(f'xmlns="{SVG}" ', "", 1)
        chart = ElementTree.fromstring(markup)
        height = int(chart.get("height", "0"))
    else:
        chart, height = _tiles(drawing)
    titles = _lines(drawing.title, TITLE)
    foot_lines = [line for text in _foot(drawing) for line in _lines(text, FOOT)]
    top = MARGIN + len(titles) * TITLE_LINE + 10
    total_height = top + height + 12 + len(foot_lines) * FOOT_LINE + MARGIN
    width = theme.WIDE.width + 2 * MARGIN
    root = ElementTree.Element("svg", {
        "xmlns": SVG, "width": str(width), "height": str(total_height),
        "viewBox": f"0 0 {width} {total_height}",
    })  # fmt: skip
    ElementTree.SubElement(
        root, "rect", {"width": str(width), "height": str(total_height), "fill": theme.PAPER}
    )
    for number, line in enumerate(titles):
        _write(root, line, MARGIN + TITLE + number * TITLE_LINE, TITLE, theme.INK, bold=True)
    attributes = {"transform": f"translate({MARGIN},{top})", "font-size": str(theme.SIZE)}
    group = ElementTree.SubElement(root, "g", {**attributes, "fill": "none"})
    group.extend(child for child in chart if child.tag not in ("title", "desc"))
    for number, line in enumerate(foot_lines):
        _write(root, line, top + height + 12 + FOOT + number * FOOT_LINE, FOOT, theme.SECOND)
    root.set("font-family", PICTURE_FONTS)
    return ElementTree.tostring(root, encoding="unicode")


def _foot(drawing: ChartDrawing) -> list[str]:
    sentences = [_("注：%s") % drawing.notes] if drawing.notes else []
    return sentences + ([_("数据来源：%s") % drawing.source] if drawing.source else [])


def _write(
    root: ElementTree.Element, text: str, y: float, size: int, colour: str, bold: bool = False,
    x: float = MARGIN,
) -> None:  # fmt: skip
    weight = {"font-weight": "bold"} if bold else {}
    attributes = {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": colour, **weight}
    ElementTree.SubElement(root, "text", attributes).text = text


def _lines(text: str, size: int) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and width_of(line + character, size) > theme.WIDE.width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _tiles(drawing: ChartDrawing) -> tuple[ElementTree.Element, int]:
    """Number tiles as a picture: the page has them as text."""
    root = ElementTree.Element("g")
    column = drawing.table["columns"][0]
    per_row = theme.WIDE.width // TILE
    for number, (name, text, *_rest) in enumerate(drawing.table["rows"]):
        x, y = (number % per_row) * TILE, (number // per_row) * TILE_HEIGHT
        unit = "" if column["unit"] == "%" else column["unit"]
        _write(root, name, y + 16, theme.SIZE, theme.SECOND, x=x)
        _write(root, text, y + 60, 38, theme.SERIES[0], bold=True, x=x)
        _write(root, unit, y + 60, theme.SIZE, theme.SECOND, x=x + 8 + width_of(text, 38))
    rows = -(-len(drawing.table["rows"]) // per_row)
    return root, rows * TILE_HEIGHT
