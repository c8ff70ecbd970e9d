"""The drawing that a chart's block names."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from media.blocks.keyed import KeyedBlock
from media.models import ChartDrawing


class DrawingBlock(KeyedBlock):
    """What the pasted table became, with its picture."""

    def rows(self) -> QuerySet[ChartDrawing]:
        return ChartDrawing.objects.select_related("picture")

    class Meta:
        label = _("画出的图")
