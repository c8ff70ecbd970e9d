"""PDF: refused where it is locked or acts, written anew without people, scripts and old states."""

import shutil
from pathlib import Path
from typing import Any

import pikepdf

from media.examine import inside, pdf_layers, pdf_proof, pdf_remarks
from media.examine.findings import RefusedError, Report, named, printable
from media.examine.limits import Limits
from media.examine.pdf_objects import dictionaries, is_dictionary, photograph, put_photograph

START = b"%PDF-"
# What these keys hold acts, is attached, is shown nowhere, or says who made the file and how.
DROPPED = {
    "/AA": "pdf_actions",
    "/JS": "pdf_actions",
    "/JavaScript": "pdf_actions",
    "/XFA": "pdf_actions",
    "/EmbeddedFiles": "pdf_attachments",
    "/AF": "pdf_attachments",
    "/EF": "pdf_attachments",
    "/RF": "pdf_attachments",
    "/Templates": "leftover_parts",
    "/Thumb": "leftover_parts",
    "/Metadata": "pdf_properties",
    "/PieceInfo": "pdf_properties",
    "/LastModified": "pdf_properties",
    "/CreatorInfo": "pdf_properties",
    "/SpiderInfo": "pdf_properties",
    "/Threads": "pdf_properties",
}
# A picture of low quality in the place of one in another file.
STANDING_FOR_OTHERS = ("/OPI", "/Ref")
USAGE_RIGHTS = ("/UR", "/UR3")
HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named")
ACTIONS = ("/A", "/OpenAction", "/Next", "/PA")
SAFE_LINKS = (b"http://", b"https://", b"mailto:", b"tel:")


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean a PDF into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            is_signed = _examine(document, path, into, report, limits)
        pdf_proof.prove(into, report.pages, is_signed)
    except pikepdf.PasswordError as error:
        raise RefusedError("encrypted") from error
    except pikepdf.PdfError as error:
        # Locked for certain people or by a program of its own.
        raise RefusedError("rights_managed" if "encrypt" in str(error) else "broken") from error
    return report


def _examine(document: pikepdf.Pdf, path: Path, into: Path, report: Report, limits: Limits) -> bool:
    """Write the cleaned copy, or a sealed file as it is; True for a sealed one."""
    _refuse_large(document, report, limits)
    every = list(dictionaries(document))
    _refuse_hidden(document, every)
    _end_usage_rights(document)
    if _is_signed(every):
        _refuse_acting(every, limits)
        if path.read_bytes().rpartition(b"%%EOF")[2].strip():
            raise RefusedError("zip_with_more")
        report.tell("signed")
        shutil.copyfile(path, into)
        return True
    if document.is_encrypted:
        report.tell("pdf_restricted")  # anybody opens it; the copy is written without
    if path.read_bytes().count(b"%%EOF") > 1 + document.is_linearized:
        report.clean("pdf_earlier")
    if document.trailer.get("/Info"):
        report.clean("pdf_properties")
        del document.trailer["/Info"]
    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # ties a copy to the moment and machine of its making
    pdf_remarks.clean(every, report)
    for dictionary in every:
        _clean(dictionary, report, limits)
    document.save(
        into,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
    return False


def _refuse_large(document: pikepdf.Pdf, report: Report, limits: Limits) -> None:
    """Refuse a bundle, or too much; counts the pages."""
    if "/Collection" in document.Root:
        raise RefusedError("pdf_portfolio")
    if len(document.objects) > limits.pdf_objects:
        raise RefusedError("too_heavy")
    report.pages = len(document.pages)
    if report.pages > limits.pages:
        raise RefusedError("too_many_pages", pages=report.pages, most=limits.pages)
    if not report.pages:
        raise RefusedError("broken")


def _refuse_hidden(document: pikepdf.Pdf, every: list[Any]) -> None:
    """Refuse what lies under a mark, is taken from another file, or stands on a hidden layer."""
    for dictionary in every:
        if pdf_remarks.kind_of(dictionary) == "/Redact":
            raise RefusedError("pdf_redactions")
        if isinstance(dictionary, pikepdf.Stream) and "/F" in dictionary:
            raise RefusedError("external_content", target=_file(dictionary["/F"]))
    if layers := pdf_layers.hidden(document, every):
        raise RefusedError("hidden_layers", layers=named(layers))


def _file(specification: Any) -> str:
    """What a stream says of the file that it is taken from."""
    if is_dictionary(specification):
        specification = specification.get("/UF", specification.get("/F", ""))
    return printable(str(specification))


def _end_usage_rights(document: pikepdf.Pdf) -> None:
    """What Acrobat lets its free reader do with a form is written as a seal, and is none."""
    permissions: Any = document.Root.get("/Perms")
    for key in USAGE_RIGHTS:
        if is_dictionary(permissions) and is_dictionary(permissions.get(key)):
            for each in list(permissions[key].keys()):
                del permissions[key][each]
            del permissions[key]


def _is_signed(every: list[Any]) -> bool:
    """A seal covers every byte: what is changed is not sealed any more."""
    return any("/ByteRange" in dictionary for dictionary in every)


def _refuse_acting(every: list[Any], limits: Limits) -> None:
    trial = Report()
    for dictionary in every:
        _clean(dictionary, trial, limits)
    if {"pdf_actions", "pdf_attachments"} & set(trial.cleaned):
        raise RefusedError("pdf_signed_and_acting")


def _clean(dictionary: Any, report: Report, limits: Limits) -> None:
    """Take the dropped keys, the acting actions and the details of photographs out."""
    for key in list(dictionary.keys()):
        if code := why_dropped(dictionary, key):
            del dictionary[key]
            report.clean(code)
    if isinstance(dictionary, pikepdf.Stream) and (data := photograph(dictionary)):
        cleaned = inside.cleaned(data, limits)
        if cleaned and cleaned != data:
            put_photograph(dictionary, cleaned)
            report.clean("pictures_inside")


def why_dropped(dictionary: Any, key: str) -> str | None:
    """The code under which a key is taken out; None for what stays."""
    if code := DROPPED.get(key):
        return code
    if key in STANDING_FOR_OTHERS and isinstance(dictionary, pikepdf.Stream):
        return "pdf_outside"
    if key in ACTIONS and is_dictionary(dictionary[key]) and _acts(dictionary[key]):
        return "pdf_actions"
    # Who wrote what stays on a page; a field of a form has its own name there.
    is_author = key == "/T" and dictionary.get("/Subtype", "/Widget") != "/Widget"
    return "pdf_remarks" if is_author else None


def _acts(action: Any) -> bool:
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return not bytes(action.get("/URI", b"")).lower().startswith(SAFE_LINKS)
    # Where to go on a page may be said without naming an action.
    return "/S" in action and kind not in HARMLESS_ACTIONS
