"""What the chart's editor asks for while somebody types: the picture, and a file as a table."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from media.blocks.chart import NOT_DRAWN, ChartBlock, ChartValue
from media.charts.draw import markup_of, table_of
from media.charts.figures import Figures, figures_of
from media.charts.grid import Cell, TableRefused, cells_of, decode
from media.charts.kinds import ChartKind, propose
from media.charts.render_client import DrawingError, renderer
from media.charts.table import read_table
from media.desk.writers import WriterView
from media.intake import TABLE, RefusedUploadError, accept, sentences
from media.models import ChartDrawing

LARGEST_FILE = 5 * 1024 * 1024  # bytes
AROUND = 2  # rows and columns shown beside a cell that is refused
MOST_NAMES = 24
SHOWN_ROWS = 12
BLOCK = ChartBlock()


class ChartPreviewView(WriterView):
    """POST the fields of a chart: `{html, title, source, notes}`. Writes nothing."""

    def post(self, request: HttpRequest) -> JsonResponse:
        value = BLOCK.value_from_datadict(request.POST, {}, "chart")
        value["data"] = value["data"] or ""
        context: dict[str, Any] = {}
        if value["data"].strip():
            context = _understood(value)
        else:
            renderer.warm_up()  # somebody is about to paste
        context["value"] = value
        html = render_to_string("media/admin/chart_panel.html", context, request)
        return JsonResponse({"html": html, **context.get("found", {})})


class ChartFileView(WriterView):
    """POST one CSV or XLSX as `file`: `{text, remarks}`, or `{problem}` with a sentence."""

    def post(self, request: HttpRequest) -> JsonResponse:
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"problem": _("没有收到文件。")}, status=400)
        try:
            text, remarks = _text_of(upload)
        except (TableRefused, RefusedUploadError) as refusal:
            return JsonResponse({"problem": str(refusal)}, status=400)
        return JsonResponse({"text": text, "remarks": remarks})


def _text_of(upload: UploadedFile) -> tuple[str, list[str]]:
    if (upload.size or 0) > LARGEST_FILE:
        raise TableRefused(_("文件超过 5 MB。图表只要几行几列，请只留要画的部分。"))
    accepted = accept(upload, TABLE)
    with accepted.content as content:
        return decode(content.read()), sentences.told(accepted.examination["told"])


def _understood(value: ChartValue) -> dict[str, Any]:
    """What the panel shows: the chart, or which cell is in the way."""
    try:
        figures = figures_of(value["data"], value.options)
        markup = markup_of(figures)
    except TableRefused as refusal:
        return {**_choice(value), "problem": str(refusal), "excerpt": _excerpt(value, refusal)}
    except DrawingError:
        return {**_choice(value), "problem": NOT_DRAWN}
    drawing = ChartDrawing(
        key=figures.key, kind=figures.kind, title=figures.options.title, table=table_of(figures),
        source=figures.options.source, notes=figures.options.notes, wide_svg=markup.wide,
        narrow_svg=markup.narrow,
    )  # fmt: skip
    return {
        **_choice(value),
        "figures": figures,
        "drawing": drawing,
        "more_rows": max(0, len(figures.labels) - SHOWN_ROWS),
        "shown_table": {**drawing.table, "rows": drawing.table["rows"][:SHOWN_ROWS]},
        "names": _names(figures),
        "found": {
            "title": figures.table.title,
            "source": figures.table.source,
            "notes": figures.table.notes,
        },
    }


def _choice(value: ChartValue) -> dict[str, Any]:
    """The kinds to choose from and the one that the data suggest, also where one does not fit."""
    try:
        proposal = propose(read_table(value["data"], value.options.transposed))
    except TableRefused:
        return {}
    return {"proposal": proposal, "kinds": ChartKind.choices, "chosen": value["kind"]}


def _names(figures: Figures) -> list[tuple[str, bool]]:
    """What may be highlighted: series where there are several, rows else."""
    several = [series.label for series in figures.series] if len(figures.series) > 1 else []
    names = [*several, *figures.labels][:MOST_NAMES]
    return [(name, name in figures.highlighted) for name in names]


def _excerpt(value: ChartValue, refusal: TableRefused) -> list[tuple[int, list[tuple]]]:
    """Rows around the refused cell, each with its number, the cell itself marked."""
    if not refusal.row or not refusal.column:
        return []
    try:
        rows = cells_of(value["data"])
    except TableRefused:
        return []
    near_rows = [row for row in rows if row and abs(row[0].row - refusal.row) <= AROUND]
    first_column = max(1, refusal.column - AROUND)
    columns = range(first_column, refusal.column + AROUND + 1)
    return [
        (
            row[0].row,
            [_marked(row, column, refusal) for column in columns if _is_near(rows, column)],
        )
        for row in near_rows
    ]


def _is_near(rows: list[list[Cell]], column: int) -> bool:
    return any(len(row) >= column for row in rows)


def _marked(row: list[Cell], column: int, refusal: TableRefused) -> tuple[str, bool]:
    text = row[column - 1].text if column <= len(row) else ""
    return text, (row[0].row, column) == (refusal.row, refusal.column)
