"""The verb: draw what was pasted, once; make the picture of what is submitted; tidy up."""

import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.utils import translation

from media.charts import download
from media.charts.describe import describe
from media.charts.figures import ChartOptions, Figures, figures_of
from media.charts.kinds import ChartKind
from media.charts.layout_choice import layout_of
from media.charts.markup import clean
from media.charts.render_client import drawn, picture
from media.charts.theme import SHAPES_DRAWN
from media.models.chart import ChartDrawing, ChartPicture

# Two different characters: without a Chinese font both become the same empty box.
TWO_CHARACTERS = ("政", "一")


@dataclass(frozen=True)
class Markup:
    """A chart as the page shows it; both are empty for number tiles."""

    wide: str
    narrow: str


def draw(text: str, options: ChartOptions) -> ChartDrawing:
    """Return the drawing of a pasted table, made now unless somebody made it before.

    Raises `TableRefused` with the sentence to show, `DrawingError` where drawing failed.
    """
    figures = figures_of(text, options)
    existing = ChartDrawing.objects.filter(key=figures.key).first()
    if existing:
        return existing
    with _in_the_language_of_readers():
        return _store(figures)


def _in_the_language_of_readers() -> translation.override:
    """A drawing is kept for everybody, whatever language its first editor works in."""
    return translation.override(settings.LANGUAGE_CODE)


def markup_of(figures: Figures) -> Markup:
    """Draw both widths. Raises `DrawingError`."""
    if figures.kind == ChartKind.TILES:
        return Markup("", "")
    with _in_the_language_of_readers():
        layouts = [layout_of(figures, shape) for shape in SHAPES_DRAWN]
        texts = figures.options.title, describe(figures)
    # In one order, and remembered: the preview and the save that follows are drawn once.
    svgs = drawn(tuple(json.dumps(layout.spec, ensure_ascii=False) for layout in layouts))
    return Markup(*(clean(svg, layout, *texts) for svg, layout in zip(svgs, layouts, strict=True)))


def table_of(figures: Figures) -> dict:
    """The numbers as readers see them."""
    return {
        "corner": figures.table.corner,
        "unit": figures.unit,
        "columns": [{"label": series.label, "unit": series.unit} for series in figures.series],
        "rows": [
            [label, *(series.texts[row] for series in figures.series)]
            for row, label in enumerate(figures.labels)
        ],
    }


def drawing_of(figures: Figures) -> ChartDrawing:
    """Return the row of a drawing as it would be stored, its data file left out.

    Raises `DrawingError`.
    """
    markup = markup_of(figures)
    return ChartDrawing(
        key=figures.key,
        kind=figures.kind,
        title=figures.options.title,
        description=describe(figures),
        table=table_of(figures),
        unit=figures.unit,
        source=figures.options.source,
        notes=figures.options.notes,
        wide_svg=markup.wide,
        narrow_svg=markup.narrow,
    )


def _store(figures: Figures) -> ChartDrawing:
    drawing = drawing_of(figures)
    storage = drawing.file.storage
    drawing.file.name = _kept(storage, f"charts/{drawing.key}.csv", download.data_file(figures))
    try:
        with transaction.atomic():
            drawing.save()
    except IntegrityError:  # somebody drew the same at the same moment
        return ChartDrawing.objects.get(key=figures.key)
    return drawing


def _kept(storage: Storage, name: str, data: bytes) -> str:
    """Store a file under the name of its content; a piece of it is written again."""
    if storage.exists(name):
        if storage.size(name) == len(data):
            return name
        storage.delete(name)
    return storage.save(name, ContentFile(data))


def make_picture(drawing: ChartDrawing) -> ChartPicture | None:
    """Make the PNG of a drawing unless it is there; None where this machine cannot write Chinese.

    Raises `DrawingError`.
    """
    if existing := ChartPicture.objects.filter(drawing=drawing).first():
        return existing
    return keep_picture(drawing, drawn_picture(drawing)) if writes_chinese() else None


def drawn_picture(drawing: ChartDrawing) -> bytes:
    """Draw the PNG of a drawing with this machine's fonts. Raises `DrawingError`."""
    with _in_the_language_of_readers():
        return picture(download.picture_markup(drawing), download.SCALE)


def keep_picture(drawing: ChartDrawing, png: bytes) -> ChartPicture:
    """Store a PNG as the picture of a drawing, unless that has one."""
    storage = ChartPicture._meta.get_field("file").storage
    name = _kept(storage, f"charts/{drawing.key}.png", png)
    chart_picture, _is_new = ChartPicture.objects.get_or_create(
        drawing=drawing, defaults={"file": name}
    )
    return chart_picture


@cache
def writes_chinese() -> bool:
    """Find out whether this machine has a Chinese font, by drawing two characters."""
    form = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        '<text y="16" font-size="16" font-family="{}">{}</text></svg>'
    )
    fonts = download.PICTURE_FONTS.replace('"', "'")
    first, second = (picture(form.format(fonts, character), 1) for character in TWO_CHARACTERS)
    return first != second
