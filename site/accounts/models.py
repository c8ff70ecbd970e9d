"""The user: named once, deactivated when gone, never deleted (P4, P8)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody on the editorial side, shown by the full Chinese name."""

    name = models.CharField(_("姓名"), max_length=60, blank=True)
    position = models.CharField(_("职务"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name as colleagues write it; the login where none was entered."""
        return self.name or super().get_full_name() or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
