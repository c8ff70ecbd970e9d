"""OFD (GB/T 33190): known by its OFD.xml; a sealed one is left as it is, byte for byte."""

import posixpath
import shutil
from pathlib import Path

from media.examine import xml
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits
from media.examine.zips import Package, Repacked, guarded

MAIN_PART = "OFD.xml"
NAMING = frozenset({"Author", "Creator", "CreatorVersion", "CustomDatas"})
ACTING = frozenset({"Attachments", "Actions"})


def looks_like(names: list[str]) -> bool:
    return MAIN_PART in names


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean an OFD into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    with guarded(path, limits) as package:
        root = xml.parse(package.read(MAIN_PART))
        bodies = [e for e in root.iter() if xml.local(e) == "DocRoot" and e.text]
        if xml.local(root) != "OFD" or not bodies:
            raise RefusedError("broken")
        for body in bodies:
            report.pages += _look_at_document(package, str(body.text).strip().lstrip("/"))
        if report.pages > limits.pages:
            raise RefusedError("too_many_pages", pages=report.pages, most=limits.pages)
        report.tell("ofd_twin")
        if any(xml.local(e) == "Signatures" for e in root.iter()):
            report.tell("signed")
            shutil.copyfile(path, into)
            return report
        for element in list(root.iter()):
            if xml.local(element) in NAMING:
                xml.drop(element)
                report.clean("author")
        with Repacked(into) as target:
            for name in package.names:
                is_main = name == MAIN_PART
                target.write(name, [xml.written(root)] if is_main else package.pieces(name))
    return report


def _look_at_document(package: Package, name: str) -> int:
    """Count the pages of one document; refuse what it carries or does."""
    if posixpath.normpath(name) not in package.names:
        raise RefusedError("broken")
    document = xml.parse(package.read(posixpath.normpath(name)))
    for element in document.iter():
        if xml.local(element) in ACTING:
            raise RefusedError("ofd_attachments")
    return sum(xml.local(element) == "Page" for element in document.iter())
