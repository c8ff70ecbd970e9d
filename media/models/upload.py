"""Large uploads in progress: what has come so far is in a part, and the row says whose it is."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models.collected import Collected


class Upload(Collected, models.Model):
    """A film or sound that is being uploaded; how much has come is the length of its part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"), help_text=_("字节"))
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("未完成的上传")
        verbose_name_plural = _("未完成的上传")

    def __str__(self) -> str:
        return self.name
