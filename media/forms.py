"""Upload forms that let in examined files only, and keep the old bytes until the commit.

Wagtail's forms delete the replaced file at once: a request that is refused or rolled back
afterwards would have lost it.
"""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage
from django.forms import BaseModelForm, CharField, FileField, HiddenInput
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media import slices
from media.intake import findings
from media.intake.fields import ExaminedDocumentField, ExaminedField, ExaminedImageField
from media.refusals import NOT_AS_SHOWN
from media.storage import delete_after_commit


class ShownField(CharField):
    """What a form showed of its row; no column, and never a change."""

    widget = HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ShownRowForm(BaseModelForm):
    """Carries what it showed of a stored row: nobody's newer words are written over untold.

    Where they differ the form is refused with what stands there now; what was typed stays, and
    sent again it is meant.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["shown"] = ShownField(required=False, initial=self._number_of_row())

    def _number_of_row(self) -> str:
        row = [(name, str(self.instance.serializable_value(name))) for name in self._columns()]
        return hashlib.sha256(repr(row).encode()).hexdigest()

    def _columns(self) -> list[str]:
        """The fields of this form that are columns of the row."""
        columns = {column.name for column in self.instance._meta.concrete_fields}
        return [name for name in self.fields if name in columns]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        sent = self.data.get(self.add_prefix("shown"))
        if "shown" in self.fields and sent and sent != self.fields["shown"].initial:
            self.add_error(None, ValidationError(self._told(), code=NOT_AS_SHOWN))
            self._carry_what_is_there_now()
        return cleaned

    def _told(self) -> str:
        """Say what is stored now where it is not what was typed."""
        stored = [
            _("%(label)s「%(value)s」")
            % {"label": self.fields[name].label, "value": getattr(self.instance, name)}
            for name in self._columns()
            if name in self.changed_data
        ]
        return _(
            "您打开页面以后，别人改过它了，没有保存。现在保存着的是：%s。您写的都还在；"
            "再按一次保存，就以您写的为准。"
        ) % ("，".join(stored) or self.instance)

    def _carry_what_is_there_now(self) -> None:
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("shown")] = self.fields["shown"].initial


class KeepingForm(ShownRowForm, BaseCollectionMemberForm):
    """Hides the old file from Wagtail's save and deletes it after the commit."""

    examined_field: type[ExaminedField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.changed_by = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            assert isinstance(file, FileField)  # Wagtail's
            self.fields["file"] = self._examined(file)
        if self.instance.pk and self.changed_by:
            self._show_findings()

    def _examined(self, field: FileField) -> ExaminedField:
        """Wagtail makes the field itself; ours stands in its place."""
        return self.examined_field(
            label=field.label,
            required=field.required,
            widget=field.widget,
            max_length=field.max_length,
            allow_empty_file=True,  # told by the examination, with what to do
        )

    def _show_findings(self) -> None:
        """Under the first field, which every form of a stored file has."""
        lines = findings.sentences_for(self.instance, self.changed_by)
        self.fields["title"].help_text = format_html_join(
            "", "<p>{}</p>", ((line,) for line in lines)
        )

    def save(self, commit: bool = True) -> Any:
        replaced = self._replaced() if "file" in self.changed_data else []
        self.original_file = None
        if "file" in self.changed_data:
            self._take_examined()
        if commit and replaced:
            self.forget_renditions(self.instance)
        instance = super().save(commit=commit)
        if commit:
            for storage, name in replaced:
                delete_after_commit(storage, name)
        return instance

    def _replaced(self) -> list[tuple[Storage, str]]:
        """The stored files that this upload takes the place of."""
        files = (self.original_file, self.instance.uploaded_file)
        return [(file.storage, file.name) for file in files if file]

    def _take_examined(self) -> None:
        """Keep the original and what was found; the cleaned file is the row's own already."""
        content = self.cleaned_data["file"]
        accepted = content.accepted
        self.instance.uploaded_file = File(accepted.original.file, accepted.original.name)
        self.instance.examination = accepted.examination
        self.instance.made_sizes = accepted.sizes
        content.upload.saved_as = self.instance

    def forget_renditions(self, instance: Any) -> None:
        """A replaced picture gets new sizes; documents have none."""


class KeepingDocumentForm(KeepingForm, BaseDocumentForm):
    """An attachment's form."""

    examined_field = ExaminedDocumentField


class KeepingImageForm(KeepingForm, BaseImageForm):
    """A picture's form."""

    examined_field = ExaminedImageField

    def forget_renditions(self, instance: Any) -> None:
        instance.renditions.all().delete()
        slices.forget(instance)
