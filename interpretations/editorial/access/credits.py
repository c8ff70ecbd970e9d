"""Whoever changes a picture or attachment of a draft has written part of it (P4)."""

from typing import Any

from wagtail.models import Page, ReferenceIndex

from interpretations.models import Contribution
from media.forms import file_changed


def connect() -> None:
    """Listen to the upload forms; called once when the app is ready."""
    file_changed.connect(credit_file_change)


def credit_file_change(instance: Any, user: Any, **kwargs: Any) -> None:
    """Write a contribution for every draft that uses the file; its text stays as it was."""
    if user is None:
        return
    references = ReferenceIndex.get_references_to(instance)
    ids = {int(row.object_id) for row in references if row.base_content_type.model == "page"}
    for page in Page.objects.filter(pk__in=ids):
        last = Contribution.objects.filter(page=page).order_by("-pk").first()
        if last is not None and last.user_id != user.pk:
            Contribution.objects.create(
                page=page,
                revision_id=last.revision_id,
                user=user,
                user_name=user.get_full_name(),
                digest=last.digest,
            )
