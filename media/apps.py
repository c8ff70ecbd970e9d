"""The app of stored files of every kind: kept, frozen and served under embargo (P3, P7)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("媒体")

    def ready(self) -> None:
        from media import signals

        signals.connect()
