"""Adds a file of the drop to a document's draft, as an attachment."""

import hashlib
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
from interpretations.models.guard.references import target_of
from media.examine.types import ATTACHMENT
from media.intake.fields import examined
from media.models import SiteDocument

LONGEST_TITLE = 120  # of a line of attachments


def attach(path: Path, policy: PolicyPage, user: Any, *, is_rehearsal: bool = False) -> Written:
    """Add a file to the newest draft of a document, examined and cleaned like every upload.

    A rehearsal tells the same and writes nothing. Raises `RefusedUploadError` where the file is
    not taken, `Refusal` where its form does not take it.
    """
    draft = policy.get_latest_revision_as_object()
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    if reason := _not_added(upload, draft, policy):
        return Written(Status.SKIPPED, policy, (reason,))
    title = path.stem[:LONGEST_TITLE]
    earlier_row = next((row for row in draft.attachments.all() if row.title == title), None)
    if not is_rehearsal:
        with LogContext(user=user), transaction.atomic():
            collection = collection_of(DepartmentPage.objects.ancestor_of(policy).get())
            document = store_document(upload, title, collection, user)
            if earlier_row:
                earlier_row.document = document
            else:
                draft.attachments.add(PolicyAttachment(title=title, document=document))
            own = {target_of(SiteDocument, document.pk)}
            draft.save_revision(user=user, granted=own)
            earlier.keep(draft, policy.imported_text.digest)
    status = Status.UPDATED if earlier_row else Status.CREATED
    return Written(status, policy, (told(policy.draft_title),))


def told(title: str) -> str:
    """Where a file goes that is attached."""
    return _("作为「%s」的附件。") % title


def _not_added(upload: Any, draft: PolicyPage, policy: PolicyPage) -> str:
    """Why this file is not added to this draft; empty where it is."""
    reason = earlier.keeps_files_out(policy)
    rows = list(draft.attachments.all())
    if reason and not rows:
        return reason
    content = examined(upload, ATTACHMENT).content
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    if any(row.document and row.document.sha256 == digest for row in rows):
        return _("已经导入过，没有变化。")
    return reason
