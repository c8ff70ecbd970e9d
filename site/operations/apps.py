"""The app of what an operator needs."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("运行维护")

    def ready(self) -> None:
        from operations.checks import records_are_kept, somebody_is_told

        register(records_are_kept)
        register(somebody_is_told, deploy=True)
