"""Whether somebody makes films and sound ready; asked by `/readyz`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerHeartbeat(models.Model):
    """When a worker was last seen alive, and which program it lacks (empty: none)."""

    name = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField()
    lacks = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("影音处理心跳")
        verbose_name_plural = _("影音处理心跳")

    def __str__(self) -> str:
        return self.name
