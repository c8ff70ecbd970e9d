"""The captions that a film's block names."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from media.blocks.keyed import KeyedBlock
from media.models import CaptionTrack


class CaptionTrackBlock(KeyedBlock):
    """What the pasted captions became."""

    def rows(self) -> QuerySet[CaptionTrack]:
        return CaptionTrack.objects.all()

    class Meta:
        label = _("写好的字幕")
