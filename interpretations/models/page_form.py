"""The editor's form of a managed page: what its writer may not see is refused at its place."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from interpretations.models.guard.references import newly_unseen, references_of
from interpretations.models.refusals import UnseenReference
from media.delivery import FILES


class ManagedPageForm(WagtailAdminPageForm):
    """Asks what the draft would name, its lines included, before anything is saved (P7)."""

    def _post_clean(self) -> None:
        """Look when the instance holds what was typed; a line's instance is its own."""
        super()._post_clean()
        with transaction.atomic():
            named = [(form, references_of(form.instance)) for form in (self, *self._lines())]
            targets = {target for _form, references in named for target in references}
            hidden = newly_unseen(self.for_user, self.instance, targets)
            if hidden:
                # Looking into 一图读懂 orders the slices of its picture.
                transaction.set_rollback(True)
        for form, references in named:
            for target in sorted(hidden & references.keys()):
                _say(form, references[target])

    def _lines(self) -> Iterator[Any]:
        """The forms of all lines that stay, each cleaned."""
        for formset in self.formsets.values():
            for line in formset.forms:
                _answer_alike(line)
                if line.is_valid() and not line.cleaned_data.get("DELETE"):
                    yield line


def _answer_alike(line: forms.BaseForm) -> None:
    """What does not exist is answered in the words for what may not be seen."""
    for field in line.fields.values():
        choices = field.queryset if isinstance(field, forms.ModelChoiceField) else None
        if choices is not None and issubclass(choices.model, (Page, *FILES)):
            field.error_messages["invalid_choice"] = UnseenReference.sentence


def _say(form: Any, fields: set[str]) -> None:
    """Write the sentence under each field, once; above the form where it has none."""
    for name in sorted(fields):
        place = name if name in form.fields else None
        if not form.has_error(place or NON_FIELD_ERRORS, UnseenReference.code):
            error = forms.ValidationError(UnseenReference.sentence, code=UnseenReference.code)
            form.add_error(place, error)
