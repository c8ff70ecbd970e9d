"""PDF: refused where it is locked or acts, written anew without people, scripts and old states."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from media.examine import strip
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits

START = b"%PDF-"
DEEPEST = 40
# What these keys hold acts, is attached, or says who made the file and how.
DROPPED = {
    "/AA": "pdf_actions",
    "/JS": "pdf_actions",
    "/JavaScript": "pdf_actions",
    "/EmbeddedFiles": "pdf_attachments",
    "/AF": "pdf_attachments",
    "/XFA": "pdf_actions",
    "/Metadata": "pdf_properties",
    "/PieceInfo": "pdf_properties",
    "/LastModified": "pdf_properties",
}
HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named")
ACTIONS = ("/A", "/OpenAction", "/Next", "/PA")
SAFE_LINKS = (b"http://", b"https://", b"mailto:", b"tel:")
# Remarks of people, and things that play or carry files.
DROPPED_REMARKS = frozenset(
    ["/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Ink"]
)
DROPPED_MEDIA = frozenset(["/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"])


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean a PDF into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            _examine(document, path, into, report, limits)
        # What was mended on the way in must be whole on the way out.
        with pikepdf.open(into, suppress_warnings=True) as cleaned:
            if len(cleaned.pages) != report.pages:
                raise RefusedError("broken")
    except pikepdf.PasswordError as error:
        raise RefusedError("encrypted") from error
    except pikepdf.PdfError as error:
        raise RefusedError("broken") from error
    return report


def _examine(document: pikepdf.Pdf, path: Path, into: Path, report: Report, limits: Limits) -> None:
    _refuse(document, report, limits)
    if _is_signed(document):
        _refuse_acting(document)
        if path.read_bytes().rpartition(b"%%EOF")[2].strip():
            raise RefusedError("zip_with_more")
        report.tell("signed")
        shutil.copyfile(path, into)
        return
    if path.read_bytes().count(b"%%EOF") > 1 + document.is_linearized:
        report.clean("pdf_earlier")
    if document.trailer.get("/Info"):
        report.clean("pdf_properties")
        del document.trailer["/Info"]
    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # ties a copy to the moment and machine of its making
    _clean_pages(document, report)
    for dictionary in _dictionaries(document):
        _clean(dictionary, report)
    document.save(
        into,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )


def _refuse(document: pikepdf.Pdf, report: Report, limits: Limits) -> None:
    """Refuse what is locked, a bundle, or too much; counts the pages."""
    if document.is_encrypted:
        raise RefusedError("encrypted")
    if "/Collection" in document.Root:
        raise RefusedError("pdf_portfolio")
    if len(document.objects) > limits.pdf_objects:
        raise RefusedError("too_heavy")
    report.pages = len(document.pages)
    if report.pages > limits.pages:
        raise RefusedError("too_many_pages", pages=report.pages, most=limits.pages)
    if not report.pages:
        raise RefusedError("broken")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file; what the caller takes out is not entered."""
    for value in document.objects:
        yield from _within(value)


def _within(value: Any, depth: int = 0) -> Iterator[Any]:
    if depth > DEEPEST:
        raise RefusedError("broken")
    if _is_dictionary(value):
        yield value
        children = [value[key] for key in list(value.keys())]
    elif isinstance(value, pikepdf.Array):
        children = list(value)
    else:
        return
    for child in children:
        if not getattr(child, "is_indirect", False):
            yield from _within(child, depth + 1)


def _is_signed(document: pikepdf.Pdf) -> bool:
    """A seal covers every byte: what is changed is not sealed any more."""
    return any("/ByteRange" in dictionary for dictionary in _dictionaries(document))


def _refuse_acting(document: pikepdf.Pdf) -> None:
    trial = Report()
    for dictionary in _dictionaries(document):
        _clean(dictionary, trial)
    if {"pdf_actions", "pdf_attachments"} & set(trial.cleaned):
        raise RefusedError("pdf_signed_and_acting")


def _clean_pages(document: pikepdf.Pdf, report: Report) -> None:
    for page in document.pages:
        remarks = page.obj.get("/Annots")
        if not isinstance(remarks, pikepdf.Array):
            continue
        kept_remarks = pikepdf.Array()
        for remark in remarks:
            kind = str(remark.get("/Subtype", "")) if _is_dictionary(remark) else ""
            if kind in DROPPED_REMARKS:
                report.clean("pdf_remarks")
            elif kind in DROPPED_MEDIA:
                report.clean("pdf_attachments")
            else:
                kept_remarks.append(remark)
        if len(kept_remarks) < len(remarks):
            page.obj["/Annots"] = kept_remarks


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def _clean(dictionary: Any, report: Report) -> None:
    """Take the dropped keys, the acting actions and the details of photographs out."""
    for key in list(dictionary.keys()):
        if code := _why_dropped(dictionary, key):
            del dictionary[key]
            report.clean(code)
    if (
        isinstance(dictionary, pikepdf.Stream)
        and dictionary.get("/Filter") == pikepdf.Name.DCTDecode
    ):
        _clean_photograph(dictionary, report)


def _clean_photograph(stream: pikepdf.Stream, report: Report) -> None:
    try:
        stripped = strip.jpeg(stream.read_raw_bytes())
    except RefusedError:
        return  # readers are as forgiving
    if stripped.taken:
        stream.write(stripped.data, filter=pikepdf.Name.DCTDecode)
        report.clean("pictures_inside")


def _why_dropped(dictionary: Any, key: str) -> str | None:
    """The code under which a key is taken out; None for what stays."""
    if code := DROPPED.get(key):
        return code
    if key in ACTIONS and _is_dictionary(dictionary[key]) and _acts(dictionary[key]):
        return "pdf_actions"
    # Who wrote a remark that stays; a field of a form has its own name there.
    is_remark = key == "/T" and dictionary.get("/Subtype", "/Widget") != "/Widget"
    return "pdf_remarks" if is_remark else None


def _acts(action: Any) -> bool:
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return not bytes(action.get("/URI", b"")).lower().startswith(SAFE_LINKS)
    # Where to go on a page may be said without naming an action.
    return "/S" in action and kind not in HARMLESS_ACTIONS
