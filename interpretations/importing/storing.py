"""Stores what came in a file by the forms of the desk: examined, cleaned, in its collection.

Whoever may write the page may store what belongs to it. So the forms are built without a person:
they would move the file to the one collection that this person has, or refuse its own.
"""

from itertools import chain
from typing import Any

from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from interpretations.models import DepartmentPage
from interpretations.models.refusals import Refusal
from media.models import SiteDocument, SiteImage

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 255


def collection_of(department: DepartmentPage) -> Collection:
    """Where a department keeps its files; every department has one of its name."""
    return Collection.objects.filter(name=department.title).order_by("pk")[0]


def store_picture(
    upload: Any, title: str, description: str, collection: Collection, user: Any
) -> SiteImage:
    """Store an examined picture; raises `Refusal` with what the form says."""
    data = {"title": title[:LONGEST_TITLE], "description": description[:LONGEST_DESCRIPTION]}
    return _stored(get_image_form(SiteImage), data, upload, collection, user)


def store_document(upload: Any, title: str, collection: Collection, user: Any) -> SiteDocument:
    """Store an examined attachment; raises `Refusal` with what the form says."""
    data = {"title": title[:LONGEST_TITLE]}
    return _stored(get_document_form(SiteDocument), data, upload, collection, user)


def _stored(
    form_class: Any, data: dict[str, Any], upload: Any, collection: Collection, user: Any
) -> Any:
    form = form_class({**data, "collection": collection.pk}, {"file": upload})
    form.instance.uploaded_by_user = user
    if not form.is_valid():
        raise Refusal(" ".join(chain.from_iterable(form.errors.values())))
    return form.save()
