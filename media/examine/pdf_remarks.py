"""Remarks on the pages of a PDF: they go wherever they are reached from, their words too.

A remark stands in the list of its page and may be reached through the structure tree, its
popup or an answer to it. So the object itself is emptied, not only the list.
"""

from typing import Any

import pikepdf

from media.examine.findings import Report
from media.examine.pdf_objects import is_dictionary, listed

REMARKS = frozenset(
    [
        "/Caret",
        "/Circle",
        "/FreeText",
        "/Highlight",
        "/Ink",
        "/Line",
        "/Polygon",
        "/PolyLine",
        "/Popup",
        "/Projection",
        "/Square",
        "/Squiggly",
        "/Stamp",
        "/StrikeOut",
        "/Text",
        "/Underline",
    ]
)
MEDIA = frozenset(["/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound"])
# What a person put on the page itself: a seal as a picture, words typed into a blank.
TYPED = "/FreeTextTypewriter"
WORDS = (
    *("/Contents", "/RC", "/T", "/Subj", "/NM", "/M", "/CreationDate", "/Popup", "/IRT", "/RT"),
    *("/StateModel", "/State", "/ExData"),
)
HIDDEN_FLAGS = 2 | 32  # hidden, not viewed
ELEMENT_WORDS = ("/Alt", "/ActualText", "/E", "/T", "/C", "/K")


def clean(every: list[Any], report: Report) -> None:
    """Take remarks out of all dictionaries of a document; marks on its face lose their words."""
    gone: set[tuple[int, int]] = set()
    marks = 0
    for dictionary in every:
        kind = kind_of(dictionary)
        if kind not in REMARKS | MEDIA:
            continue
        if _is_mark(dictionary, kind):
            marks += 1
            if _without_words(dictionary):
                report.clean("pdf_remarks")
            continue
        report.clean("pdf_attachments" if kind in MEDIA else "pdf_remarks")
        gone.add(dictionary.objgen)
        for key in list(dictionary.keys()):
            del dictionary[key]
    if marks:
        report.tell("pdf_marks", count=marks)
    if gone:
        _close_gaps(every, gone)


def kind_of(dictionary: Any) -> str:
    """The subtype of what stands on a page; empty for streams, which have others."""
    return "" if isinstance(dictionary, pikepdf.Stream) else str(dictionary.get("/Subtype", ""))


def _is_mark(dictionary: Any, kind: str) -> bool:
    is_typed = kind == "/FreeText" and dictionary.get("/IT") == pikepdf.Name(TYPED)
    flags = dictionary.get("/F", 0)
    is_shown = not (isinstance(flags, int) and flags & HIDDEN_FLAGS)
    return (kind == "/Stamp" or is_typed) and "/AP" in dictionary and is_shown


def _without_words(dictionary: Any) -> bool:
    keys = [key for key in WORDS if key in dictionary]
    for key in keys:
        del dictionary[key]
    return bool(keys)


def _close_gaps(every: list[Any], gone: set[tuple[int, int]]) -> None:
    """Lists of pages name no emptied remark, and the structure tree says none of its words."""
    for dictionary in every:
        remarks = dictionary.get("/Annots")
        if isinstance(remarks, pikepdf.Array):
            kept_remarks = [each for each in remarks if not _is_empty(each)]
            dictionary["/Annots"] = pikepdf.Array(kept_remarks)
        if "/S" in dictionary and any(_leads_to(kid, gone) for kid in listed(dictionary.get("/K"))):
            for key in ELEMENT_WORDS:
                if key in dictionary:
                    del dictionary[key]


def _is_empty(value: Any) -> bool:
    return is_dictionary(value) and not value.keys()


def _leads_to(kid: Any, gone: set[tuple[int, int]]) -> bool:
    if not is_dictionary(kid) or "/Obj" not in kid:
        return False
    target = kid["/Obj"]
    return is_dictionary(target) and target.is_indirect and target.objgen in gone
