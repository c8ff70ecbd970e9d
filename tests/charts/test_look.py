"""The look: every colour turns dark, is seen on its ground, and every table that is read fits."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as size
from hypothesis import strategies as st

from media.charts import theme
from media.charts.draw import markup_of
from media.charts.figures import ChartOptions, figures_of
from media.charts.grid import TableRefused
from media.charts.kinds import ChartKind
from media.charts.layout_choice import layout_of
from media.charts.theme import NARROW, SHAPES_DRAWN, width_of
from media.examine.sheets import as_text
from tests.charts.tables import COUNTIES, MINUTES, OF_KIND

CSS = (Path(settings.BASE_DIR) / "site/static/css/chart.css").read_text(encoding="utf-8")
DARK_PAPER = "#1f1e1b"
SEEN = 3  # the contrast that WCAG asks of what is no text
TURNED = re.compile(r'\[(?P<what>fill|stroke)="(?P<light>#[0-9a-f]{6})"\] \{ \w+: (?P<dark>[^;]+);')
KINDS = [kind for kind in ChartKind if kind != ChartKind.TILES]

names = st.lists(
    st.text(st.characters(categories=("Lo", "Lu", "Ll")), min_size=1, max_size=20),
    min_size=1, max_size=9, unique=True,
)  # fmt: skip
numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=2).map(str) | st.just("—")


@st.composite
def tables(draw):
    rows, heads = draw(names), draw(names)[:4]
    grid = [[f"n{row}", *(draw(numbers) for _head in heads)] for row in rows]
    return as_text([["项", *(f"h{head}" for head in heads)], *grid])


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", theme.SERIES)
def test_every_colour_is_seen_on_paper(colour):
    assert contrast(colour, theme.PAPER) >= SEEN


@pytest.mark.parametrize(
    "dark", [rule["dark"] for rule in TURNED.finditer(CSS) if rule["light"] in theme.SERIES]
)
def test_every_colour_is_seen_in_the_dark(dark):
    assert contrast(dark, DARK_PAPER) >= SEEN


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_of_a_drawing_turns_in_the_dark(kind):
    turned = {(rule["what"], rule["light"]) for rule in TURNED.finditer(CSS)}
    markup = markup_of(figures_of(OF_KIND[kind], ChartOptions(kind=kind)))

    used = set(re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', markup.wide + markup.narrow))
    assert used and used <= turned


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("line", "area")])
def test_areas_differ_without_their_colour(kind):
    text = COUNTIES if kind in ("column", "bar") else OF_KIND[kind]

    if kind != "combined":  # one series is columns, the other a line
        assert "<pattern" in markup_of(figures_of(text, ChartOptions(kind=kind))).wide


def test_lines_differ_without_their_colour():
    markup = markup_of(figures_of(COUNTIES, ChartOptions(kind="line"))).wide

    dashes = {dash.replace(" ", ",") for dash in re.findall(r'stroke-dasharray="([^"]+)"', markup)}
    assert len(dashes) == 2  # and one line without any


@given(tables(), st.sampled_from(KINDS))
def test_every_table_that_is_read_can_be_laid_out(text, kind):
    try:
        figures = figures_of(text, ChartOptions(kind=kind))
    except TableRefused:
        return
    for shape in SHAPES_DRAWN:
        sheet = layout_of(figures, shape)
        json.dumps(sheet.spec, allow_nan=False)
        assert sheet.width == shape.width and 30 <= sheet.height <= 4000
        assert sheet.spec["width"] > shape.width * 0.2


@size(max_examples=12)
@given(tables(), st.sampled_from(KINDS))
def test_every_table_that_is_laid_out_can_be_drawn(text, kind):
    try:
        figures = figures_of(text, ChartOptions(kind=kind))
    except TableRefused:
        return
    markup = markup_of(figures)
    for svg, shape in zip((markup.wide, markup.narrow), SHAPES_DRAWN, strict=True):
        root = ElementTree.fromstring(svg)
        assert root.get("width") == str(shape.width)
        assert "NaN" not in svg


def test_equal_figures_make_equal_drawings():
    first = markup_of(figures_of(MINUTES, ChartOptions(title="一")))

    assert markup_of(figures_of(MINUTES, ChartOptions(title="一"))) == first


def test_columns_with_long_names_lie_down_on_a_phone():
    figures = figures_of(MINUTES, ChartOptions(kind="column"))

    encoding = layout_of(figures, NARROW).spec["encoding"]
    assert set(encoding) == {"y"}


@pytest.mark.parametrize(
    "label", ["公积金提取（购房、租房）", "2025年第1季度", "共青城市", "x" * 40]
)
def test_a_broken_name_fits_and_loses_nothing_or_says_so(label):
    lines = theme.wrapped(label, 90, lines=3)

    assert all(width_of(line) <= 90 + theme.SIZE for line in lines)
    assert "".join(lines) == label or lines[-1].endswith("…")


def test_the_edge_of_a_line_cuts_no_column_in_two():
    markup = markup_of(figures_of(OF_KIND[ChartKind.COMBINED], ChartOptions(kind="combined"))).wide
    edges = [
        element
        for element in ElementTree.fromstring(markup).iter()
        if element.tag.endswith("path")
        and element.get("stroke") == theme.PAPER
        and float(element.get("stroke-width", 0)) > 2
    ]

    assert edges and all(float(edge.get("stroke-opacity", 1)) < 1 for edge in edges)
