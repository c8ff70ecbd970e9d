"""The app of the domain: policy documents, interpretations and their releases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterpretationsConfig(AppConfig):
    name = "interpretations"
    verbose_name = _("政策与解读")

    def ready(self) -> None:
        from interpretations import checks  # noqa: F401
        from interpretations.editorial import dates, exports
        from interpretations.editorial.desk import (  # noqa: F401 - the outbox delivers them
            clause_notices,
            notices,
        )
        from interpretations.guard import signals, triggers, writers
        from interpretations.models import raising_edition, sqlite, trees
        from interpretations.reading import catalogue, snapshot

        sqlite.connect()
        trees.connect()
        dates.connect()
        exports.connect()
        signals.connect()
        triggers.connect()
        writers.connect()
        raising_edition.connect()
        snapshot.connect()
        catalogue.connect()
