"""Form fields that accept a file after its examination, or say why not."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.forms import FileField
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from media import renditions
from media.examine.types import ATTACHMENT, PICTURE
from media.intake.acceptance import Accepted, RefusedUploadError, accept


class _ExaminedUpload(File):
    """What an upload becomes once it was examined."""

    examined: Accepted | RefusedUploadError


def examined(upload: File, kind: str) -> Accepted:
    """Examine an upload once in its life; raises `RefusedUploadError` each time it is asked."""
    upload = cast(_ExaminedUpload, upload)
    if not hasattr(upload, "examined"):
        sizes = renditions.MADE_AT_UPLOAD if kind == PICTURE else ()
        try:
            upload.examined = accept(upload, kind, sizes)
        except RefusedUploadError as refusal:
            upload.examined = refusal
    if isinstance(upload.examined, RefusedUploadError):
        raise upload.examined
    return upload.examined


def kept(uploads: Iterable[Any]) -> list[Any]:
    """The rows that these uploads became; what a rollback left of others in storage is deleted."""
    rows = [saved for upload in uploads if (saved := getattr(upload, "saved_as", None))]
    stored = []
    for row in rows:
        if type(row).objects.filter(pk=row.pk, sha256=row.sha256).exists():
            stored.append(row)
            continue
        sizes = [size.file for size in row.__dict__.get("stored_sizes", ())]
        for file in (row.file, row.uploaded_file, *sizes):
            file.storage.delete(file.name)
    return stored


class ExaminedField(FileField):
    """Gives the cleaned file to the field below, with `accepted` and `upload` attached."""

    kind = ""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        try:
            accepted = examined(data, self.kind)
        except RefusedUploadError as refusal:
            raise ValidationError(refusal.sentence(), code=refusal.code) from refusal
        accepted.content.seek(0)
        content: Any = super().to_python(accepted.content)
        content.accepted, content.upload = accepted, data
        return content


class ExaminedImageField(ExaminedField, WagtailImageField):
    """A picture."""

    kind = PICTURE

    def check_image_pixel_size(self, f: File) -> None:
        """The examination has counted them; Wagtail would decode the picture once more."""


class ExaminedDocumentField(ExaminedField, WagtailDocumentField):
    """An attachment."""

    kind = ATTACHMENT
