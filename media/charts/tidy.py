"""Drawings that no draft and no page names any more: what typing in the editor leaves behind."""

import re
from datetime import timedelta
from json import dumps

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from media.models import FrozenFile
from media.models.chart import ChartDrawing, ChartPicture

UNUSED_DAYS = 7
# The name of a drawing in a revision: JSON inside JSON.
NAMED = re.compile(r'"drawing\\?": ?\\?"([0-9a-f]{64})')


def forget_unused_drawings(days: int = UNUSED_DAYS) -> int:
    """Delete drawings older than some days that nothing names; returns how many."""
    old = ChartDrawing.objects.filter(drawn_at__lt=timezone.now() - timedelta(days=days))
    if not old.exists():
        return 0
    content_type = ContentType.objects.get_for_model(ChartDrawing)
    reached = ReferenceIndex.objects.filter(to_content_type=content_type)
    kept_ids = {int(pk) for pk in reached.values_list("to_object_id", flat=True)}
    kept_ids |= set(FrozenFile.objects.filter(kind="chart").values_list("object_id", flat=True))
    kept_keys: set[str] = set()
    for content in Revision.objects.values_list("content__body", flat=True).iterator():
        # SQLite hands over the list that the text stands for, PostgreSQL the text.
        kept_keys.update(NAMED.findall(content if isinstance(content, str) else dumps(content)))
    forgotten = [one for one in old.exclude(pk__in=kept_ids) if one.key not in kept_keys]
    for one in forgotten:
        for picture in ChartPicture.objects.filter(drawing=one):
            picture.file.delete(save=False)
        one.file.delete(save=False)
        one.delete()
    return len(forgotten)
