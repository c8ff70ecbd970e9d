"""Resumable uploads of films and sound: tus 1.0, its core and what begins and ends an upload.

These addresses hold no transaction of the admin's guard and never read a body as a
whole: a film of 500 MB passes through in small pieces.
"""

import base64
import binascii
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Collection

from media import disk
from media.intake.acceptance import limits
from media.intake.findings import MOST_SHOWN, duplicates_of
from media.models import Recording, Upload
from media.permissions import permission_policy
from media.recordings.uploads import (
    BusyError,
    OffsetError,
    UploadError,
    abandon,
    append,
    begin,
    finish,
    finished,
    no_room,
    received,
)

VERSION = "1.0.0"
PART = "application/offset+octet-stream"


class TusView(View):
    """What every answer of the protocol carries."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = self.answer(request, *args, **kwargs)
        except UploadError as refusal:
            response = HttpResponse(str(refusal), status=422, content_type="text/plain")
        except BusyError as trouble:
            response = HttpResponse(str(trouble), status=503, content_type="text/plain")
        except Exception as error:
            if not disk.is_full(error):
                raise
            response = HttpResponse(str(no_room()), status=503, content_type="text/plain")
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)


class BeginUploadView(TusView):
    """POST opens an upload: `Upload-Length`, and name and collection in `Upload-Metadata`."""

    http_method_names = ["post", "options"]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headers = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination"}
        return HttpResponse(status=204, headers={**headers, "Tus-Max-Size": limits().film_bytes})

    def post(self, request: HttpRequest) -> HttpResponse:
        metadata = _metadata(request.headers.get("Upload-Metadata", ""))
        size, number = request.headers.get("Upload-Length", ""), metadata.get("collection", "")
        if not (size.isdecimal() and len(size) < 16 and number.isdecimal() and len(number) < 16):
            return HttpResponse(status=400)
        collection = Collection.objects.filter(pk=int(number)).first()
        upload = begin(request.user, collection, metadata.get("filename", ""), int(size))
        location = reverse("media_desk:upload", args=[upload.pk])
        return HttpResponse(status=201, headers={"Location": location})


class UploadView(TusView):
    """HEAD says how much has come, PATCH brings more, DELETE forgets it; only one's own."""

    http_method_names = ["head", "patch", "delete"]

    recording: Recording | None = None
    upload: Upload  # where there is no recording yet

    def answer(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
        upload = Upload.objects.filter(pk=pk, user=request.user.pk).first()
        if upload:
            self.upload = upload
            try:
                return super().answer(request)
            except UploadError:
                # Another tab finished it just now, or it is truly refused.
                self.recording = finished(pk, request.user)
                if not self.recording:
                    raise
        else:
            # It is finished, and the answer was lost on its way.
            self.recording = finished(pk, request.user)
            if not self.recording:
                raise Http404
        return super().answer(request)

    def head(self, request: HttpRequest) -> HttpResponse:
        if self.recording:
            received_bytes = size = self.recording.original.size
        else:
            received_bytes, size = received(self.upload), self.upload.size
        return HttpResponse(headers={"Upload-Offset": received_bytes, "Upload-Length": size})

    def patch(self, request: HttpRequest) -> HttpResponse:
        offset = request.headers.get("Upload-Offset", "")
        if request.content_type != PART:
            return HttpResponse(status=415)
        if not (offset.isdecimal() and len(offset) < 16):
            return HttpResponse(status=400)
        if self.recording:
            return self._done(self.recording)
        try:
            received_bytes = append(self.upload, int(offset), request.read)
            if received_bytes == self.upload.size:
                return self._done(finish(self.upload))
        except OffsetError:
            return HttpResponse(status=409, headers={"Upload-Offset": received(self.upload)})
        return HttpResponse(status=204, headers={"Upload-Offset": received_bytes})

    def _done(self, recording: Recording) -> HttpResponse:
        message = _("「%s」已上传，正在排队处理。处理完就能放进解读。") % recording.title
        duplicates = duplicates_of(recording, self.request.user)[:MOST_SHOWN]
        if duplicates:
            message = format_html("{}{}", message, _same_as(duplicates, self.request.user))
        messages.success(self.request, message)
        return HttpResponse(status=204, headers={"Upload-Offset": recording.original.size})

    def delete(self, request: HttpRequest) -> HttpResponse:
        if self.recording:
            raise Http404
        try:
            abandon(self.upload)
        except OffsetError:
            return HttpResponse(status=409)
        return HttpResponse(status=204)


def _same_as(recordings: Iterable[Recording], user: Any) -> SafeString:
    """Name the recordings that have the same content, with the address of its page for whom it is.

    Some may be chosen, but not changed.
    """
    names = format_html_join(
        "、", "「{}」", ((_named(recording, user),) for recording in recordings)
    )
    return format_html(_("与已有的{}内容相同，可以直接用已有的，删掉刚上传的。"), names)


def _named(recording: Recording, user: Any) -> str:
    if not permission_policy.user_has_permission_for_instance(user, "change", recording):
        return recording.title
    address = reverse("media_desk:recording", args=[recording.pk])
    return format_html('<a href="{}">{}</a>', address, recording.title)


def _metadata(header: str) -> dict[str, str]:
    """`name base64, name base64`; what cannot be read is left out."""
    metadata = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            metadata[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return metadata
