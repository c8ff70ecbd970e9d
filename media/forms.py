"""Upload forms that let in examined files only, and keep the old bytes until the commit.

Wagtail's forms delete the replaced file at once: a request that is refused or rolled back
afterwards would have lost it.
"""

from typing import Any

from django.core.files import File
from django.core.files.storage import Storage
from django.forms import FileField
from django.utils.html import format_html_join
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media import slices
from media.intake import findings
from media.intake.fields import ExaminedDocumentField, ExaminedField, ExaminedImageField
from media.storage import delete_after_commit


class KeepingForm(BaseCollectionMemberForm):
    """Hides the old file from Wagtail's save and deletes it after the commit."""

    examined_field: type[ExaminedField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.changed_by = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = self._examined(self.fields["file"])
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
