"""The app `search`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Public search; the lowest layer, which knows no page model."""

    name = "search"
    verbose_name = _("检索")
