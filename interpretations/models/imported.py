"""Which page a file's text became: so that importing it again makes nothing twice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ImportedText(models.Model):
    """The text of a file and the draft that was made of it.

    `digest` is of the words alone (`interpretations.importing.proposal`); `revision_id` is the
    draft that the import wrote last: where the page has another one, a person went on from there.
    `BY_PERSON` is no draft's number: a person made it of the file at the desk.
    """

    BY_PERSON = 0

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="imported_text"
    )
    digest = models.CharField(max_length=64, db_index=True)
    revision_id = models.BigIntegerField()
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("导入的文字")
        verbose_name_plural = _("导入的文字")
