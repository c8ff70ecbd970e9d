"""The app of the domain without its guard."""

from django.apps import AppConfig


class UnguardedConfig(AppConfig):
    """Connects nothing, and lets Wagtail index what our releases index."""

    name = "interpretations"
    verbose_name = "stock"

    def ready(self) -> None:
        from modelsearch.index import SearchField
        from wagtail.admin.forms import WagtailAdminPageForm
        from wagtail.models import Page

        from interpretations.models import InterpretationPage, PolicyPage
        from interpretations.models.clause_panels import ClauseStatesPanel
        from interpretations.models.links_panel import ClauseLinksPanel
        from interpretations.models.managed import ManagedPage
        from interpretations.models.panels import SetPanel

        texts = {
            PolicyPage: ("doc_number", "issuers", "recipients", "body"),
            InterpretationPage: (
                "summary", "interpreter", "background", "goals", "key_points", "body",
            ),
        }  # fmt: skip
        for model, names in texts.items():
            model.search_fields = [*Page.search_fields, *map(SearchField, names)]
            model.base_form_class = WagtailAdminPageForm
            # Without the set at its head and what is said of clauses: stock pages have neither.
            ours = (SetPanel, ClauseStatesPanel, ClauseLinksPanel)
            model.content_panels = [
                panel for panel in model.content_panels if not isinstance(panel, ours)
            ]
        ManagedPage.search_auto_update = True
