"""What every uploaded file keeps of its examination at upload."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.storage import originals


class ExaminedFile(models.Model):
    """A file whose cleaned copy is delivered and whose original stays inside.

    `examination` is what `media.intake` reported: `{"cleaned": [code], "told": [[code, facts]]}`,
    empty for a file that the site made itself.
    """

    file: Any  # a field of Wagtail's own models, which come without types

    uploaded_file = models.FileField(
        _("上传的原件"), storage=originals, upload_to="uploads/%Y/%m", blank=True, editable=False
    )
    sha256 = models.CharField(_("校验值"), max_length=64, blank=True, editable=False, db_index=True)
    examination = models.JSONField(_("检查结果"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    # What a reader could notice besides the file itself, which every upload has.
    noticed: tuple[str, ...] = ("title", "file_hash", "file_size")

    def public_traits(self) -> dict[str, Any]:
        """Everything that a reader could notice, by name (P3)."""
        return {"file": self.file.name, **{name: getattr(self, name) for name in self.noticed}}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the checksum of new bytes, which readers can compare with what they got."""
        if self.file and (not self.file._committed or not self.sha256):
            self.file.seek(0)
            self.sha256 = hashlib.file_digest(self.file, "sha256").hexdigest()
            self.file.seek(0)
        super().save(*args, **kwargs)
