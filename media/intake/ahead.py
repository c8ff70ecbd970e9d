"""Examines uploads before the desk's transaction is open.

An examination takes up to a minute and makes every size of a picture; SQLite's write lock must
not be held for so long, so this stands outside the guard, which opens the transaction.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from media.examine.types import ATTACHMENT, PICTURE
from media.intake import fields, findings
from media.intake.acceptance import RefusedUploadError
from media.intake.fields import examined

ADMIN = "/admin/"
# Views whose forms have an examined field, by the name of their namespace.
OUR_FORMS = {
    "wagtailimages": PICTURE,
    "wagtailimages_chooser": PICTURE,
    "wagtaildocs": ATTACHMENT,
    "wagtaildocs_chooser": ATTACHMENT,
}
# Views of Wagtail with forms of their own: the cleaned file takes the upload's place.
OTHER_FORMS = {
    "desk_account": PICTURE,
    "wagtailadmin_account": PICTURE,
}


class IntakeMiddleware:
    """Stands before the guard; only for people who may open the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_bring_files(request):
            return self.get_response(request)
        uploads = list(_examine(request))
        response = self.get_response(request)
        for upload in uploads:
            _look_back(request, upload)
        return response


def _may_bring_files(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.path.startswith(ADMIN)
        and request.content_type == "multipart/form-data"
        and request.user.is_authenticated
        and request.user.has_perm("wagtailadmin.access_admin")
    )


def _examine(request: HttpRequest) -> Iterator[UploadedFile]:
    """Examine what has come; the form says later what was found."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return
    our_kind = OUR_FORMS.get(match.namespace)
    other_kind = OTHER_FORMS.get(match.view_name)
    if not (kind := our_kind or other_kind):
        return
    for name, upload in list(request.FILES.items()):
        assert isinstance(upload, UploadedFile)
        try:
            accepted = examined(upload, kind)
        except RefusedUploadError as refusal:
            if other_kind:
                del request.FILES[name]
                messages.error(request, refusal.sentence())
        else:
            if other_kind:
                assert isinstance(accepted.content, UploadedFile)
                request.FILES[name] = accepted.content
        yield upload


def _look_back(request: HttpRequest, upload: Any) -> None:
    """Tell what was found in a saved file; take away what a rollback left in storage."""
    for saved in fields.kept([upload]):
        for sentence in findings.sentences_for(saved, request.user):
            messages.info(request, sentence)
