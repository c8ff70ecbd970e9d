"""Pictures and charts that come prepared: a machine without Chinese fonts shows them too."""

import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection

from interpretations.demo.content.prepared import chart_path, drawing_path
from interpretations.models import DepartmentPage
from media import renditions
from media.blocks.chart import ChartBlock
from media.charts.draw import draw, keep_picture
from media.charts.figures import Figures, figures_of
from media.models import SiteImage


def picture_value(block: dict[str, Any], department: DepartmentPage, user: Any) -> dict[str, Any]:
    """The value of a picture's block: the prepared file as an upload of this department."""
    data = drawing_path(block["drawing"]).read_bytes()
    width, height = Image.open(io.BytesIO(data)).size
    image = SiteImage.objects.create(
        title=block["drawing"]["title"],
        description=block["alt"][:255],
        file=ImageFile(io.BytesIO(data), name="tujie.png"),
        width=width,
        height=height,
        collection=Collection.objects.get(name=department.title),
        uploaded_by_user=user,
    )
    renditions.make(image)
    return {"image": image, "alt": block["alt"], "caption": block["caption"], "credit": ""}


def chart_value(block: dict[str, Any]) -> dict[str, Any]:
    """The value of a chart's block, its picture for download stored as it was prepared."""
    value = _pasted_chart(block)
    drawing = draw(value["data"], ChartBlock().to_python(value).options)
    prepared = chart_path(drawing.key)
    if prepared.exists():  # else it is made at submission, like anybody's
        keep_picture(drawing, prepared.read_bytes())
    return value


def figures_of_chart(block: dict[str, Any]) -> Figures:
    """What is drawn for a chart's block."""
    value = ChartBlock().to_python(_pasted_chart(block))
    return figures_of(value["data"], value.options)


def pasted(rows: list[list[str]]) -> str:
    """The rows of a table as somebody would have pasted them."""
    return "\n".join("\t".join(row) for row in rows)


def _pasted_chart(block: dict[str, Any]) -> dict[str, Any]:
    options = {name: value for name, value in block.items() if name not in ("type", "rows")}
    return {"data": pasted(block["rows"]), **options}
