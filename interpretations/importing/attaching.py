"""Adds a file of the drop to a document's draft, as an attachment."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from interpretations.importing import earlier
from interpretations.importing.drafts import Written
from interpretations.importing.status import Status
from interpretations.importing.storing import collection_of, store_document
from interpretations.models import DepartmentPage, PolicyAttachment, PolicyPage
from media.examine.types import ATTACHMENT
from media.intake.fields import examined

LONGEST_TITLE = 120  # of a line of attachments


def attach(path: Path, policy: PolicyPage, user: Any) -> Written:
    """Add a file to the newest draft of a document, examined and cleaned like every upload.

    Raises `RefusedUploadError` where it is not taken, `Refusal` where its form does.
    """
    draft = policy.get_latest_revision_as_object()
    title = path.stem[:LONGEST_TITLE]
    if any(row.title == title for row in draft.attachments.all()):
        return Written(Status.SKIPPED, policy, (_("已经导入过，没有变化。"),))
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    examined(upload, ATTACHMENT)
    was_imported = _is_as_imported(policy)
    with LogContext(user=user), transaction.atomic():
        collection = collection_of(DepartmentPage.objects.ancestor_of(policy).get())
        document = store_document(upload, title, collection, user)
        draft.attachments.add(PolicyAttachment(title=title, document=document))
        draft.save_revision(user=user)
        if was_imported:  # else a person went on from there, and their draft stays theirs
            earlier.keep(draft, policy.imported_text.digest)
    told = _("作为「%s」的附件。") % policy.draft_title
    return Written(Status.CREATED, policy, (told,))


def _is_as_imported(policy: PolicyPage) -> bool:
    row = getattr(policy, "imported_text", None)
    return row is not None and row.revision_id == policy.latest_revision_id
