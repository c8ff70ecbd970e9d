"""Examines one file: what it is, whether its name agrees, then what its own module says."""

from collections.abc import Callable
from pathlib import Path

from media.examine import (
    archive,
    ofd,
    office,
    ole,
    pdf,
    pictures,
    room,
    sheets,
    texts,
    types,
)
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits
from media.examine.open_document import open_document_type
from media.examine.zips import guarded, without_blank_start

MODULES: dict[str, Callable[[Path, str, Path, Limits, list[str]], Report]] = {
    **dict.fromkeys(("jpeg", "png", "gif", "webp"), pictures.examine),
    **dict.fromkeys(("docx", "xlsx", "pptx"), office.examine),
    **dict.fromkeys(("doc", "xls"), ole.examine),
    **dict.fromkeys(("csv", "txt", "vtt", "srt", "ass"), texts.examine),
    "pdf": pdf.examine,
    "ofd": ofd.examine,
}
MOST_BYTES = {
    types.PICTURE: "picture_bytes",
    types.ATTACHMENT: "attachment_bytes",
    types.TABLE: "attachment_bytes",
    types.CAPTION: "text_bytes",
    types.FILM: "film_bytes",
    types.ARCHIVED: "attachment_bytes",
}


def examine(
    path: Path, name: str, kind: str, into: Path, limits: Limits, sizes: list[str]
) -> Report:
    """Write the cleaned file to `into` and say what was found; raises `RefusedError`.

    Whatever a parser raises about a hostile file is the same answer: it is broken. A full disk
    is said as such: it is no fault of the file. Films are only told apart here; nothing is
    written for them.
    """
    try:
        return _examine(path, name, kind, into, limits, sizes)
    except MemoryError:
        raise
    except Exception as error:
        if room.is_full(error, into.parent):
            raise RefusedError("no_room") from error
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("broken") from error


def _examine(
    path: Path, name: str, kind: str, into: Path, limits: Limits, sizes: list[str]
) -> Report:
    largest = getattr(limits, MOST_BYTES[kind])
    if path.stat().st_size > largest:
        raise RefusedError("too_large", most=largest)
    path = without_blank_start(path, into.parent)
    file_type = _type_of(path, name, limits)
    types.agree(name, file_type, kind)
    if kind == types.FILM:
        return Report(type=file_type)
    if kind == types.TABLE and file_type == "xlsx":
        return sheets.examine(path, into)  # only its cells are wanted, and nobody receives it
    if file_type == "zip":
        return archive.examine(path, into, limits, examine)
    return MODULES[file_type](path, file_type, into, limits, sizes)


def _type_of(path: Path, name: str, limits: Limits) -> str:
    file_type = types.type_by_start(path, types.ending_of(name))
    if file_type == "doc":
        return ole.type_of(path)
    if file_type == "zip":
        with guarded(path, limits) as package:
            if office.looks_like(package.names):
                return office.type_of(package)
            if ofd.looks_like(package.names):
                return "ofd"
            return open_document_type(package) or file_type
    return file_type
