"""docx, xlsx and pptx: known by their main part, refused where they can act, cleaned of people.

A package is written anew from the parts that are kept, so nothing hides between them.
"""

import posixpath
from pathlib import Path, PurePosixPath

from lxml import etree

from media.examine import office_parts, strip, xml
from media.examine.findings import RefusedError, Report, printable
from media.examine.limits import Limits
from media.examine.zips import Package, Repacked, guarded

TYPES_PART = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
MAIN_TYPES = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
}
MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet", "ms-excel.addin")
ACTIVE_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "macrosheets/", "customui/")
# Parts about people and machines; what points at them goes with them.
DROPPED_RELATIONS = frozenset(
    [
        "thumbnail",
        "custom-properties",
        "customXml",
        "people",
        "person",
        "printerSettings",
        "attachedTemplate",
        "commentAuthors",
        "authors",
        "core-properties",
        "extended-properties",
        "webextension",
        "webextensiontaskpanes",
    ]
)
DROPPED_PARTS = (
    "/docprops/",
    "/customxml/",
    "/printersettings/",
    "/xl/persons/",
    "/word/people.xml",
    "/ppt/commentauthors.xml",
    "/ppt/authors.xml",
    "/webextensions/",
)
ACTIVE_RELATIONS = frozenset({"oleObject", "control", "aFChunk", "vbaProject"})
SAFE_SCHEMES = ("http", "https", "mailto", "tel")
# A table keeps the values that it took from another one; a person is told.
TABLES_ELSEWHERE = frozenset({"externalLinkPath", "xlPathMissing", "externalLinkLongPath"})
PICTURES = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".gif": "gif"}
OBJECTS = (".bin", ".exe", ".ole", ".vbs", ".js")


def looks_like(names: list[str]) -> bool:
    """Tell an office package by its parts; a renamed zip has none of them."""
    return TYPES_PART in names and any(name in names for name in MAIN_PARTS)


def type_of(package: Package) -> str:
    """`docx`, `xlsx` or `pptx`; refuses what may carry programs."""
    declared = xml.parse(package.read(TYPES_PART))
    kinds = [str(entry.get("ContentType", "")).casefold() for entry in declared]
    parts = [name.casefold() for name in package.names]
    if any(fragment in kind for kind in kinds for fragment in ACTIVE_TYPES) or any(
        fragment in part for part in parts for fragment in ACTIVE_PARTS
    ):
        raise RefusedError("macros")
    for kind in kinds:
        for ending, file_type in MAIN_TYPES.items():
            if kind.endswith(ending):
                return file_type
    raise RefusedError("unknown")


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean a package into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    with guarded(path, limits) as package:
        _look_at_parts(package, report)
        findings = office_parts.Findings()
        cleaned_parts: dict[str, bytes] = {}
        dropped_parts = _dropped_parts(package)
        for name in package.names:
            if name not in dropped_parts and name.endswith((".xml", ".rels")):
                cleaned_parts[name] = _cleaned_xml(package, name, dropped_parts, findings, report)
        findings.judge(report)
        with Repacked(into) as target:
            for name in package.names:
                if name in dropped_parts:
                    continue
                if name in cleaned_parts:
                    target.write(name, [cleaned_parts[name]])
                elif PurePosixPath(name).suffix.lower() in PICTURES:
                    target.write(name, [_cleaned_picture(package, name, report)])
                else:
                    target.write(name, package.pieces(name))
    return report


def _look_at_parts(package: Package, report: Report) -> None:
    for name in package.names:
        folded = name.casefold()
        if "/embeddings/" in folded:
            if folded.endswith(OBJECTS):
                raise RefusedError("embedded_objects")
            report.tell("embedded_books", part=printable(PurePosixPath(name).name))
        if "/externallinks/" in folded and "/_rels/" not in folded:
            report.tell("external_books")
        if "/pivotcache/" in folded and "/_rels/" not in folded:
            report.tell("pivot_cache")
        if folded.startswith("xl/revisions/"):
            raise RefusedError("tracked_changes", changes=1, people="")
        if folded == "xl/connections.xml":
            raise RefusedError("data_connections")


def _dropped_parts(package: Package) -> set[str]:
    """Parts that are left out, with their own lists of relations."""
    dropped = {
        name
        for name in package.names
        if any(part in f"/{name.casefold()}" for part in DROPPED_PARTS)
    }
    return dropped | {name for name in package.names if _owner_of(name) in dropped}


def _owner_of(name: str) -> str:
    """The part whose relations this part lists; empty where it is none."""
    folder, _bar, file = name.rpartition("/")
    if not name.endswith(".rels") or PurePosixPath(folder).name != "_rels":
        return ""
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _cleaned_xml(
    package: Package,
    name: str,
    dropped_parts: set[str],
    findings: office_parts.Findings,
    report: Report,
) -> bytes:
    data = package.read(name)
    root = xml.parse(data)
    if name == TYPES_PART:
        changed = _without_types(root, dropped_parts)
    elif name.endswith(".rels"):
        changed = _without_relations(root, name, dropped_parts, report)
    else:
        dropped_ids = findings.dropped_ids(package, name, _is_dropped(name, dropped_parts))
        changed = office_parts.clean(name, root, dropped_ids, findings, report)
    return xml.written(root) if changed else data


def _is_dropped(name: str, dropped_parts: set[str]) -> office_parts.Dropped:
    def dropped(relation: etree._Element) -> bool:
        return _drops(relation, name, dropped_parts)

    return dropped


def _drops(relation: etree._Element, owner: str, dropped_parts: set[str]) -> bool:
    kind = str(relation.get("Type", ""))
    external = relation.get("TargetMode") == "External"
    target = str(relation.get("Target", ""))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
    part = target.lstrip("/") if target.startswith("/") else path
    return kind.rpartition("/")[2] in DROPPED_RELATIONS or (not external and part in dropped_parts)


def _without_types(root: etree._Element, dropped_parts: set[str]) -> bool:
    entries = [
        entry for entry in root if str(entry.get("PartName", "")).lstrip("/") in dropped_parts
    ]
    for entry in entries:
        xml.drop(entry)
    return bool(entries)


def _without_relations(
    root: etree._Element,
    name: str,
    dropped_parts: set[str],
    report: Report,
) -> bool:
    """Drop relations to what is left out; refuse what would be fetched or started."""
    changed = False
    for relation in list(root):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if _drops(relation, _owner_of(name), dropped_parts):
            report.clean("template" if kind == "attachedTemplate" else "office_properties")
            xml.drop(relation)
            changed = True
        elif kind in ACTIVE_RELATIONS:
            raise RefusedError("embedded_objects")
        elif relation.get("TargetMode") == "External" and not _is_harmless(relation, kind):
            raise RefusedError("external_content", target=printable(str(relation.get("Target"))))
    return changed


def _is_harmless(relation: etree._Element, kind: str) -> bool:
    """A link that a person clicks; everything else is fetched when the file is opened."""
    target = str(relation.get("Target", "")).strip()
    scheme, colon, _rest = target.partition(":")
    is_remote = target.startswith(("\\\\", "//"))
    is_safe = scheme.casefold() in SAFE_SCHEMES if colon else not is_remote
    return kind in TABLES_ELSEWHERE or (kind == "hyperlink" and is_safe)


def _cleaned_picture(package: Package, name: str, report: Report) -> bytes:
    """A picture inside a document keeps its pixels; what cannot be read stays as it is."""
    data = b"".join(package.pieces(name))
    picture_type = PICTURES[PurePosixPath(name).suffix.lower()]
    try:
        stripped = strip.STRIPPERS[picture_type](data)
    except (RefusedError, IndexError):
        return data
    if stripped.taken:
        report.clean("pictures_inside")
    return stripped.data
