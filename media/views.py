"""`/media/<path>`: released files, with what players need to seek in them.

Django sends the bytes itself, or leaves them to nginx where `MEDIA_ACCEL_LOCATION` names the
internal location of deploy/nginx.conf; the decision who may read is here in both cases, until the
file stands in the folder of its edition: from then on nginx sends it to all (docs/editions.md).
"""

import hashlib
import re
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from editions import pointer
from editions.marks import READ_IN
from media.serving import extension, may_read, shown_name, stored_size_and_time

INLINE = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
}
ATTACHMENT = {
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".wps": "application/vnd.ms-works",
    ".et": "application/octet-stream",
    ".ofd": "application/ofd",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
}
# A file that is opened by itself does nothing; browsers show no PDF inside a sandbox.
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SANDBOX = f"sandbox; {NOTHING}"
# Asked again each time, so that a withdrawal closes what somebody has seen before.
PUBLIC_CACHING, DESK_CACHING = "private, no-cache", "private, no-store"
SINGLE_RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<suffix>\d{1,18}))")


class MediaResponse(FileResponse):
    """Sends a file in larger steps than Django's 4 KiB; never more than one in memory."""

    block_size = 65_536


class Section:
    """The bytes of an open file from where it stands, at most `length` of them."""

    def __init__(self, source: IO[bytes], length: int) -> None:
        self._source = source
        self._left = length

    def read(self, size: int) -> bytes:
        data = self._source.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._source.close()


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a file that this reader may have; the same 404 for everything else (P7)."""
    if not may_read(name, request.user):
        raise Http404
    size_and_time = stored_size_and_time(name)
    if size_and_time is None:
        raise Http404
    response = (
        _by_nginx(name) if settings.MEDIA_ACCEL_LOCATION else _by_us(request, name, *size_and_time)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING if extension(name) == ".pdf" else SANDBOX
    _let_stand_in_the_folder(request, name)
    is_desk = request.user.is_authenticated
    response["Cache-Control"] = DESK_CACHING if is_desk else PUBLIC_CACHING
    # Other sites show what the API names; what only the desk may see, they cannot load.
    response["Cross-Origin-Resource-Policy"] = "same-origin" if is_desk else "cross-origin"
    return response


def _let_stand_in_the_folder(request: HttpRequest, name: str) -> None:
    """After its first read web servers send it without asking, until the edition ends.

    Only what is saved under its name in storage: others carry their name in a header of theirs.
    """
    moment = request.META.get(READ_IN)
    folder = pointer.current()
    if folder and folder.moment == moment and shown_name(name) == name.rsplit("/", 1)[-1]:
        with suppress(NotImplementedError):  # a store without folders
            folder.link(Path(default_storage.path(name)), name)


def _by_nginx(name: str) -> HttpResponse:
    """Say where the bytes lie; ranges, conditions and their headers are nginx's then."""
    location = settings.MEDIA_ACCEL_LOCATION + filepath_to_uri(name)
    disposition = content_disposition_header(_is_download(name), shown_name(name))
    headers = {"X-Accel-Redirect": location, "Content-Disposition": disposition}
    return HttpResponse(content_type=_kind(name), headers=headers)


def _by_us(request: HttpRequest, name: str, size: int, changed: float) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(f"{name}|{size}|{changed}".encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag, int(changed)) or _body(
        request, name, size, etag, int(changed)
    )
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(int(changed))
    return response


def _kind(name: str) -> str:
    ending = extension(name)
    return INLINE.get(ending) or ATTACHMENT.get(ending, "application/octet-stream")


def _is_download(name: str) -> bool:
    return extension(name) not in INLINE


def _body(request: HttpRequest, name: str, size: int, etag: str, changed: int) -> HttpResponseBase:
    """The whole file, the part of it that was asked for, or 416."""
    part = _part(request, size, etag, changed)
    if part is None:
        return _file(name) if request.method == "GET" else _headers_only(_file(name))
    first, last = part
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = _file(name, first, last - first + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _file(name: str, first: int = 0, length: int | None = None) -> MediaResponse:
    options: dict[str, Any] = {
        "content_type": _kind(name),
        "as_attachment": _is_download(name),
        "filename": shown_name(name),
    }
    source = default_storage.open(name)
    if length is None:
        return MediaResponse(source, **options)
    source.seek(first)
    headers = {"Content-Length": str(length)}
    return MediaResponse(Section(source, length), headers=headers, **options)


def _headers_only(response: MediaResponse) -> MediaResponse:
    """Not every server drops the body of an answer to HEAD."""
    assert response.file_to_stream is not None
    response.file_to_stream.close()
    response.streaming_content = ()
    return response


def _part(request: HttpRequest, size: int, etag: str, changed: int) -> tuple[int, int] | None:
    """First and last byte of the one range asked for; None when the whole file is the answer.

    Several ranges, other units and nonsense may be ignored (RFC 9110, 14.2); so are parts of
    a file that the reader has in an older state (If-Range), and ranges outside GET.
    """
    match = SINGLE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not match:
        return None
    if request.headers.get("If-Range", etag) not in (etag, http_date(changed)):
        return None
    if match["suffix"]:
        suffix_length = int(match["suffix"])
        return (max(size - suffix_length, 0), size - 1) if suffix_length else (size, size)
    first, last = int(match["first"]), int(match["last"] or size)
    if last < first:
        return None
    return first, min(last, size - 1)
