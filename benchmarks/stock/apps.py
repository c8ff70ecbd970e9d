"""The app of the domain without its guard."""

from django.apps import AppConfig


class UnguardedConfig(AppConfig):
    """Connects nothing, and lets Wagtail index what our releases index."""

    name = "interpretations"
    verbose_name = "stock"

    def ready(self) -> None:
        from modelsearch.index import SearchField
        from wagtail.models import Page

        from interpretations.models import InterpretationPage, PolicyPage
        from interpretations.models.managed import ManagedPage

        texts = {
            PolicyPage: ("doc_number", "issuers", "recipients", "body"),
            InterpretationPage: (
                "summary", "interpreter", "background", "goals", "key_points", "body",
            ),
        }  # fmt: skip
        for model, names in texts.items():
            model.search_fields = [*Page.search_fields, *map(SearchField, names)]
            model.content_panels = model.content_panels[1:]  # without the set at its head
        ManagedPage.search_auto_update = True
