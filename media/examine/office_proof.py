"""The finished copy of an office file, opened once more: what was said to be gone is gone.

It shares no reading with the cleaning: names from the directory, XML by lxml, pictures by Pillow.
"""

import io
import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from PIL import Image

from media.examine.findings import RefusedError
from media.examine.types import PROGRAMS

GONE_RELATIONS = (
    "/core-properties",
    "/extended-properties",
    "/custom-properties",
    "/thumbnail",
    "/people",
    "/person",
    "/printerSettings",
    "/attachedTemplate",
    "/commentAuthors",
    "/authors",
    "/changesInfo",
    "/revisionInfo",
    "/vbaProject",
)
GONE_FOLDERS = ("docprops/", "customxml/")
GONE_ELEMENTS = (
    "{*}rsids",
    "{*}attachedTemplate",
    "{*}absPath",
    "{*}fileSharing",
    "{*}docVars",
    "{*}custDataLst",
    "{*}mailMerge",
    "{*}customWorkbookViews",
    "{*}creator",
    "{*}lastModifiedBy",
)
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "JPEG2000")
PLACE, MAKER, ARTIST = 0x8825, 0x010F, 0x013B
LISTS = "[Content_Types].xml"


def prove(path: Path) -> None:
    """Read a finished copy; raises `RefusedError` when something has stayed."""
    with zipfile.ZipFile(path) as archive:
        targets: set[str] = set()
        for name in archive.namelist():
            data = archive.read(name)
            if name.casefold().startswith(GONE_FOLDERS):
                raise RefusedError("not_cleaned")
            if name.endswith(".rels"):
                targets |= _targets(name, data)
            elif name.endswith(".xml"):
                _refuse_names(data)
            elif data.startswith(PROGRAMS) or _tells(data):
                raise RefusedError("not_cleaned")
        parts = {name for name in archive.namelist() if not name.endswith(".rels")} - {LISTS}
        if {unquote(name).casefold() for name in parts} - targets:
            raise RefusedError("not_cleaned")


def _targets(name: str, data: bytes) -> set[str]:
    """What a list leads to; refuses relations that should be gone."""
    folder = posixpath.dirname(posixpath.dirname(name))
    targets = set()
    for relation in etree.fromstring(data):
        if str(relation.get("Type", "")).endswith(GONE_RELATIONS):
            raise RefusedError("not_cleaned")
        target = str(relation.get("Target", "")).partition("#")[0].replace("\\", "/").strip()
        path = posixpath.normpath(posixpath.join("/", folder, target))
        targets.add(unquote(path.lstrip("/")).casefold())
    return targets


def _refuse_names(data: bytes) -> None:
    if any(True for _element in etree.fromstring(data).iter(*GONE_ELEMENTS)):
        raise RefusedError("not_cleaned")


def _tells(data: bytes) -> bool:
    """Whether a picture says where or by whom it was taken."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            details = picture.getexif()
            return any(tag in details for tag in (PLACE, MAKER, ARTIST))
    except Exception:  # whatever somebody wrote there is no detail that anybody can read
        return False
