"""The finished copy of a PDF, opened once more: whole, and without what was said to be gone."""

import io
from pathlib import Path

import pikepdf
from PIL import Image

from media.examine import pdf_remarks
from media.examine.findings import RefusedError
from media.examine.pdf_objects import dictionaries, photograph

GONE = frozenset(["/AA", "/JS", "/EmbeddedFiles", "/EF", "/AF", "/Metadata", "/PieceInfo", "/XFA"])
DETAILS = ("exif", "xmp", "photoshop", "comment")


def prove(path: Path, pages: int, is_signed: bool) -> None:
    """Read a finished copy; raises `RefusedError` when it is broken or something has stayed."""
    with pikepdf.open(path, suppress_warnings=True) as finished:
        if len(finished.pages) != pages:
            raise RefusedError("broken")
        if is_signed:
            return
        if "/Info" in finished.trailer or finished.is_encrypted:
            raise RefusedError("not_cleaned")
        for dictionary in dictionaries(finished):
            if GONE & set(dictionary.keys()) or _is_remark(dictionary) or _tells(dictionary):
                raise RefusedError("not_cleaned")


def _is_remark(dictionary: pikepdf.Object) -> bool:
    kind = pdf_remarks.kind_of(dictionary)
    says = any(key in dictionary for key in ("/Contents", "/RC", "/T", "/Popup"))
    return kind in pdf_remarks.MEDIA or (kind in pdf_remarks.REMARKS and says)


def _tells(dictionary: pikepdf.Object) -> bool:
    """Whether a photograph says where, when or by whom it was taken."""
    data = photograph(dictionary) if isinstance(dictionary, pikepdf.Stream) else None
    if not data:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "JPEG2000"]) as picture:
            return any(key in picture.info for key in DETAILS)
    except Exception:  # whatever somebody wrote there is no detail that anybody can read
        return False
