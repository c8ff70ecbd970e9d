"""How the clauses of a document stand, in its editor; what both panels of clauses share."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import Panel

from interpretations.models.clause_fields import EVIDENT, SHOWN
from interpretations.models.clauses import clauses_of
from interpretations.models.coverage import coverage_of, links_to


class ClauseComparison(FieldComparison):
    """Two versions of a field about clauses, said in the words of `told`, a line each."""

    def __init__(self, panel: "FormPanel", user: Any, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a: str = "\n".join(panel.told(field.value_from_object(obj_a), obj_a, user))
        self.val_b: str = "\n".join(panel.told(field.value_from_object(obj_b), obj_b, user))


class FormPanel(Panel, ABC):
    """A panel over fields of the form that it shows by itself."""

    fields: tuple[str, ...] = ()

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": list(self.fields)}

    @abstractmethod
    def told(self, value: Any, page: Any, user: Any) -> Iterator[str]:
        """What a version of a field says to a person, a line for each link or clause."""

    class BoundPanel(Panel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            fields = (self.instance._meta.get_field(name) for name in self.panel.fields)
            # A command compares without a request: as nobody, who is shown only what is public.
            user = self.request.user if self.request else None
            return [partial(ClauseComparison, self.panel, user, field) for field in fields]

        def errors(self) -> Iterable[str]:
            """What is wrong with these fields, one sentence each."""
            return [
                message for name in self.panel.fields for message in self.form.errors.get(name, ())
            ]


class ClauseStatesPanel(FormPanel):
    """条款: each clause of the document with its state, and a tick for 自明."""

    fields = ("clauses_self_evident",)

    def told(self, value: Any, page: Any, user: Any) -> Iterator[str]:
        labels = {clause.identity: clause.label for clause in clauses_of(page)}
        yield from (labels[identity] for identity in value if identity in labels)

    class BoundPanel(FormPanel.BoundPanel):
        template_name = "interpretations/admin/clause_states.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            policy = self.instance
            coverage = coverage_of(policy, links_to(policy)) if policy.pk else None
            rows = {row.clause.identity for row in coverage.rows} if coverage else set()
            ticked = policy.clauses_self_evident
            return {
                **super().get_context_data(parent_context),
                "coverage": coverage,
                "ticked": set(ticked),
                # Ticks without a row: their clause may come back with the next paste.
                "waiting": [identity for identity in ticked if identity not in rows],
                "shown": SHOWN,
                "evident": EVIDENT,
            }
