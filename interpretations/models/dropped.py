"""Files that a drafter dropped on the desk and has not confirmed: theirs alone, for one day."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_NAME = 200


class Drop(models.Model):
    """What was dropped together: the files of one set, or the new text of one draft.

    `replaces` is the page whose text the file is for; `became` is the document that was made of
    it, kept so that a second press leads there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    replaces = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    became = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    dropped_at = models.DateTimeField(default=timezone.now)

    # Whoever asks where a page is used learns nothing of what somebody else dropped.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("待确认的文件")
        verbose_name_plural = _("待确认的文件")


class DroppedFile(models.Model):
    """One file of a drop; its bytes and its text lie in the drop's folder.

    `refusal` and `facts` say why there is no text (`drafting.sentences`).
    """

    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("文件名"), max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField(_("大小"), help_text=_("字节"))
    refusal = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("待确认的文件")
        verbose_name_plural = _("待确认的文件")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["drop", "place"], name="dropped_once")]

    def __str__(self) -> str:
        return self.name
