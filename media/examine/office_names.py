"""Parts of an office package by the names that people know: a sheet, a slide, a chart."""

import re
from pathlib import PurePosixPath

from media.examine import xml
from media.examine.findings import RefusedError, printable
from media.examine.relations import Relations
from media.examine.zips import Package

SLIDE = re.compile(r"(?<!\d)(\d+)\.xml$")


def read(package: Package, relations: Relations, name: str) -> bytes:
    """A part as a whole; the refusal of what is too large names it as a person would."""
    try:
        return package.read(name)
    except RefusedError as refusal:
        if refusal.code != "zip_large":
            raise
        raise _too_large(package, relations, name) from refusal


def _too_large(package: Package, relations: Relations, name: str) -> RefusedError:
    kind = relations.kept.get(name, "")
    if kind == "worksheet":
        return RefusedError("worksheet_large", sheet=printable(sheet(package, relations, name)))
    if kind == "slide" and (number := SLIDE.search(name)):
        return RefusedError("slide_large", slide=int(number[1]))
    return RefusedError("text_large")


def sheet(package: Package, relations: Relations, name: str) -> str:
    """The name on the tab of a sheet."""
    book = relations.main_part or ""
    ids = {r.element.get("Id") for r in relations.of(book) if r.part == name}
    for element in xml.parse(package.read(book)).iter():
        attributes = xml.plain_attributes(element) if xml.local(element) == "sheet" else {}
        if attributes.get("id") in ids:
            return attributes.get("name", "")
    return ""


def of_embedded(package: Package, relations: Relations, name: str) -> str:
    """The title of the chart that a workbook stands behind, else the name of its file."""
    for owner, kind in relations.kept.items():
        if kind == "chart" and any(r.part == name for r in relations.of(owner)):
            titles = [e for e in xml.parse(package.read(owner)).iter() if xml.local(e) == "title"]
            words = "".join(titles[0].itertext()).strip() if titles else ""
            if words:
                return words
    return PurePosixPath(name).stem
