"""The finished copy of an OFD, opened once more: what was said to be gone is gone."""

import zipfile
from pathlib import Path

from lxml import etree

from media.examine.findings import RefusedError
from media.examine.types import PROGRAMS

GONE = ("{*}Author", "{*}Creator", "{*}CustomDatas", "{*}Remark", "{*}Attachments", "{*}Versions")
GONE_ACTIONS = ("{*}GotoA", "{*}Sound", "{*}Movie")


def prove(path: Path) -> None:
    """Read a finished copy; raises `RefusedError` when something has stayed."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if data.startswith(PROGRAMS):
                raise RefusedError("not_cleaned")
            if name.casefold().endswith(".xml"):
                _refuse_names(etree.fromstring(data))


def _refuse_names(root: etree._Element) -> None:
    remarks = [each for each in root.iter("{*}Annot") if each.get("Creator")]
    actions = [each for each in root.iter("{*}Action") if list(each.iter(*GONE_ACTIONS))]
    if remarks or actions or any(True for _element in root.iter(*GONE)):
        raise RefusedError("not_cleaned")
