"""The app of the front page and of what stands on every page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("首页")

    def ready(self) -> None:
        from home import signals

        signals.connect()
