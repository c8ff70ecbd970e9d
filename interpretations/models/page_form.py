"""The editor's form of a managed page: what its writer may not see is refused at its place."""

from collections.abc import Iterator, Set
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from wagtail.blocks.base import BlockWidget
from wagtail.models import Page

from interpretations.models.clause_fields import SelfEvidentField
from interpretations.models.guard.hidden_choices import without
from interpretations.models.guard.references import (
    Target,
    newly_unseen,
    references_of,
    target_of,
)
from interpretations.models.overtaken import OvertakenPageForm
from interpretations.models.refusals import UnseenReference
from interpretations.models.taxonomy import Topic
from media.delivery import FILES
from media.row_numbers import is_row_number

NO_ROW = "0"


class ManagedPageForm(OvertakenPageForm):
    """Asks what the draft would name, its lines included, before anything is saved (P7)."""

    hidden: Set[Target] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self.fields["topic"].queryset = Topic.objects.as_tree()

    def _post_clean(self) -> None:
        """Look when the instance holds what was typed; a line's instance is its own."""
        super()._post_clean()
        with transaction.atomic():
            named = [(form, references_of(form.instance)) for form in (self, *self._lines())]
            named.append((self, self._named_in_errors()))
            targets = {target for _form, references in named for target in references}
            hidden = newly_unseen(self.for_user, self.instance, targets)
            if hidden:
                # Looking into 一图读懂 orders the slices of its picture.
                transaction.set_rollback(True)
        for form, references in named:
            for target in sorted(hidden & references.keys()):
                _say(form, references[target])
                if form is not self:
                    _empty(form, references[target])
        self.hidden = hidden

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        """What a field was sent; shown again without what was refused.

        A browser without scripts shows no body and sends none: it stays as it is.
        """
        sent = (self.data, self.files, html_name)
        if isinstance(widget, BlockWidget) and widget.value_omitted_from_data(*sent):
            return self[html_name].initial
        value = super()._widget_data_value(widget, html_name)
        return without(value, self.hidden) if self.hidden else value

    def _named_in_errors(self) -> dict[Target, set[str]]:
        """What fields name that are wrong for another reason: they are shown again as well."""
        named: dict[Target, set[str]] = {}
        for name in self.errors.keys() & self.fields.keys():
            field = self.instance._meta.get_field(name)
            if hasattr(field, "extract_references"):
                value = self[name].data
                for model, key, *_path in field.extract_references(value):
                    named.setdefault(target_of(model, key), set()).add(name)
        return named

    def _lines(self) -> Iterator[Any]:
        """The forms of all lines, each cleaned: also one that is wrong is shown again."""
        for name in self.formsets:
            yield from self.cleaned_lines(name)

    def cleaned_lines(self, name: str) -> Iterator[Any]:
        """The forms of one kind of line. Whoever cleans them in another way tells what there is."""
        for line in self.formsets[name].forms:
            _answer_alike(line)
            line.is_valid()
            yield line


class PolicyPageForm(ManagedPageForm):
    """The editor of a document: which of its clauses explain themselves."""

    clauses_self_evident = SelfEvidentField()


def _answer_alike(line: forms.BaseForm) -> None:
    """What does not exist is answered in the words for what may not be seen.

    What is no number is asked for as a row that is not there: databases and choosers break on it.
    """
    data: Any = line.data
    for name, field in line.fields.items():
        rows = getattr(field, "queryset", None)
        if rows is not None and issubclass(rows.model, (Page, *FILES)):
            field.error_messages["invalid_choice"] = UnseenReference.sentence
            sent = data.get(line.add_prefix(name)) or NO_ROW
            if not is_row_number(sent):
                line.data = data = data.copy()
                data[line.add_prefix(name)] = NO_ROW


def _empty(line: forms.BaseForm, fields: set[str]) -> None:
    """The chooser of a line looks up the number that was sent."""
    data: Any = line.data
    line.data = data = data.copy()
    for name in fields:
        data[line.add_prefix(name)] = ""


def _say(form: Any, fields: set[str]) -> None:
    """Write the sentence under each field, once; above the form where it has none."""
    for name in sorted(fields):
        place = name if name in form.fields else None
        # Another error of the same field would tell the kind of what is there.
        form.errors.pop(name, None)
        if place or not form.has_error(NON_FIELD_ERRORS, UnseenReference.code):
            error = forms.ValidationError(UnseenReference.sentence, code=UnseenReference.code)
            form.add_error(place, error)
