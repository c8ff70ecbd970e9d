"""OFD (GB/T 33190): known by its OFD.xml; a sealed one is left as it is, byte for byte.

A package is written anew from the parts that its pages lead to. Remarks, actions that do more
than turn a page, earlier versions and names go.
"""

import shutil
from pathlib import Path

from lxml import etree

from media.examine import inside, ofd_parts, ofd_proof, xml
from media.examine.findings import RefusedError, Report
from media.examine.limits import Limits
from media.examine.types import ARCHIVES, PROGRAMS
from media.examine.zips import Package, Repacked, guarded

MAIN_PART = ofd_parts.MAIN_PART
WHOLE_FILES = (*PROGRAMS, *ARCHIVES, b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")


def looks_like(names: list[str]) -> bool:
    return MAIN_PART in names


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean an OFD into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    with guarded(path, limits) as package:
        root = xml.parse(package.read(MAIN_PART))
        is_signed = any(xml.local(element) == "Signatures" for element in root.iter())
        document = ofd_parts.Document(package, is_signed, report)
        report.pages = document.pages
        if report.pages > limits.pages:
            raise RefusedError("too_many_pages", pages=report.pages, most=limits.pages)
        parts = _cleaned_parts(package, document, report, limits)
        if is_signed:
            if "pdf_actions" in report.cleaned or _carries(package, document):
                raise RefusedError("signed_and_carrying")
            report.cleaned.clear()
            report.tell("signed")
            shutil.copyfile(path, into)
        else:
            with Repacked(into) as target:
                for name, data in parts.items():
                    target.write(name, [data])
            ofd_proof.prove(into)
    report.tell("ofd_twin")
    return report


def _carries(package: Package, document: ofd_parts.Document) -> bool:
    """Whether programs or whole files lie beside the parts of a sealed document."""
    beside = [name for name in package.names if name not in document.reached]
    return any(next(package.pieces(name), b"").startswith(WHOLE_FILES) for name in beside)


def _cleaned_parts(
    package: Package, document: ofd_parts.Document, report: Report, limits: Limits
) -> dict[str, bytes]:
    """What the pages lead to, in the order of the package."""
    parts: dict[str, bytes] = {}
    for name in package.names:
        if name in document.roots:
            parts[name] = _written(document.roots[name], package, name, document)
        elif name in document.reached:
            data = b"".join(package.pieces(name))
            if data.startswith(PROGRAMS):
                report.clean("leftover_parts")
                continue
            cleaned = inside.cleaned(data, limits) or data
            if cleaned != data:
                report.clean("pictures_inside")
            parts[name] = cleaned
        else:
            report.clean("leftover_parts")
    return parts


def _written(
    root: etree._Element, package: Package, name: str, document: ofd_parts.Document
) -> bytes:
    return xml.written(root) if name in document.changed else package.read(name)
