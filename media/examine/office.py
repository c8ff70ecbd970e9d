"""docx, xlsx and pptx: known by their main part, refused where they can act, cleaned of people.

A package is written anew from the parts that belong to the document, so nothing hides between
or beside them, and the finished copy is read once more.
"""

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from media.examine import inside, office_links, office_names, office_parts, office_proof, vba, xml
from media.examine.findings import RefusedError, Report, printable
from media.examine.limits import Limits
from media.examine.relations import ROOT_RELS, SIGNING_KINDS, TYPES_PART, Relations, owner_of
from media.examine.types import PROGRAMS
from media.examine.zips import Package, Repacked, guarded

MAIN_TYPES = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
    "presentationml.slideshow.main+xml": "pptx",
    "wordprocessingml.template.main+xml": "dotx",
    "spreadsheetml.template.main+xml": "xltx",
    "presentationml.template.main+xml": "potx",
}
MAIN_PARTS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
BINARY_TABLE = "sheet.binary.macroenabled"
ACTIVE_TYPES = ("activex", "macrosheet", "ms-excel.addin")
ACTIVE_PARTS = ("activex/", "macrosheets/", "customui/")
PROJECT = "vbaproject.bin"
PACKAGE_KIND, LIKE_PICTURES = "package", frozenset({"image", "hdphoto"})
BINARY_KINDS = (
    LIKE_PICTURES | SIGNING_KINDS | {PACKAGE_KIND, "font", "audio", "video", "media", "model3d"}
)
LOOKS, SHEET = ("styles", "settings"), "worksheet"
DEEPEST = 3  # packages within packages


def looks_like(names: list[str]) -> bool:
    """Tell an office package by its lists; a renamed zip has none of them."""
    return TYPES_PART in names and (ROOT_RELS in names or any(name in names for name in MAIN_PARTS))


def type_of(package: Package) -> str:
    """What its main part is; refuses what may carry programs."""
    declared = xml.parse(package.read(TYPES_PART))
    kinds = [str(entry.get("ContentType", "")).casefold() for entry in declared]
    parts = [name.casefold() for name in package.names]
    if any(BINARY_TABLE in kind for kind in kinds):
        raise RefusedError("binary_table")
    if any(fragment in kind for kind in kinds for fragment in ACTIVE_TYPES) or any(
        fragment in part for part in parts for fragment in ACTIVE_PARTS
    ):
        raise RefusedError("macros")
    projects = [name for name in package.names if name.casefold().endswith(PROJECT)]
    if any(vba.project_has_code(package.read(name)) for name in projects):
        raise RefusedError("macros")
    if any("macroenabled" in kind for kind in kinds):
        raise RefusedError("macro_format")
    for kind in kinds:
        for ending, file_type in MAIN_TYPES.items():
            if kind.endswith(ending):
                return file_type
    raise RefusedError("unknown")


def examine(path: Path, file_type: str, into: Path, limits: Limits, sizes: list[str]) -> Report:
    """Clean a package into `into`; raises `RefusedError`."""
    report = Report(type=file_type)
    _clean(path, into, report, limits, depth=0)
    return report


def _clean(path: Path, into: Path, report: Report, limits: Limits, depth: int) -> None:
    with guarded(path, limits) as package:
        relations = Relations(package)
        work = _Work(package, relations, report, limits, depth)
        office_links.look(package, relations, report)
        cleaned_parts = work.cleaned_parts()
        work.findings.judge(report)
        if relations.is_signed:
            if "leftover_parts" in report.cleaned:
                raise RefusedError("signed_and_carrying")
            report.cleaned.clear()
            report.tell("signed")
            shutil.copyfile(path, into)
            return
        with Repacked(into) as target:
            for name, data in cleaned_parts.items():
                target.write(name, [data] if data is not None else package.pieces(name))
    office_proof.prove(into)


@dataclass
class _Work:
    """One package on its way through; `findings` are of all its parts together."""

    package: Package
    relations: Relations
    report: Report
    limits: Limits
    depth: int

    def __post_init__(self) -> None:
        self.findings = office_parts.Findings()
        self.kept = dict(self.relations.kept)

    def cleaned_parts(self) -> dict[str, bytes | None]:
        """What is kept, in its order; None for what is copied as it is."""
        names = [name for name in self.package.names if name in self.kept]
        lists = [name for name in names if _is_list(name)]
        binaries = [name for name in names if self.kept[name].casefold() in BINARY_KINDS]
        parts: dict[str, bytes | None] = {}
        # What is no XML comes first: what is left out is taken out of the texts that name it.
        for name in binaries:
            self._take_binary(name, parts)
        for name in sorted(names, key=self._in_turn):
            if name not in binaries and name not in lists:
                parts[name] = self._cleaned_xml(name)
        for name in lists:
            if not owner_of(name) or owner_of(name) in parts:
                parts[name] = self._cleaned_list(name, {*parts, *lists})
        return {name: parts[name] for name in names if name in parts}

    def _in_turn(self, name: str) -> tuple[bool, int]:
        """How words look before the words; what the document itself says of it first."""
        return self.kept.get(name) not in LOOKS, name.count("/")

    def _take_binary(self, name: str, parts: dict[str, bytes | None]) -> None:
        kind = self.kept[name].casefold()
        if kind == PACKAGE_KIND:
            parts[name] = self._cleaned_package(name)
        elif kind in LIKE_PICTURES:
            data = b"".join(self.package.pieces(name))
            cleaned = inside.cleaned(data, self.limits)
            if cleaned is None:
                self._leave_out(name)
                return
            if cleaned != data:
                self.report.clean("pictures_inside")
            parts[name] = cleaned
        elif next(self.package.pieces(name), b"").startswith(PROGRAMS):
            self._leave_out(name)
        else:
            parts[name] = None

    def _leave_out(self, name: str) -> None:
        del self.kept[name]
        self.report.clean("leftover_parts")

    def _cleaned_package(self, name: str) -> bytes:
        """A workbook behind a chart, or a document in a document: cleaned like one alone."""
        with tempfile.TemporaryDirectory() as folder:
            source_path, cleaned_path = Path(folder, "taken"), Path(folder, "cleaned")
            with open(source_path, "wb") as copy:
                copy.writelines(self.package.pieces(name))
            try:
                inner_report = Report(type=_type_within(source_path, self.limits))
                if self.depth >= DEEPEST:
                    raise RefusedError("embedded_objects")
                _clean(source_path, cleaned_path, inner_report, self.limits, self.depth + 1)
            except RefusedError as refusal:
                if refusal.code == "embedded_objects":
                    raise
                within = {"within": refusal.code, "within_facts": refusal.facts}
                raise RefusedError("embedded_refused", **within) from refusal
            for code in inner_report.cleaned:
                self.report.clean(code)
            title = office_names.of_embedded(self.package, self.relations, name)
            self.report.tell("embedded_books", part=printable(title))
            return cleaned_path.read_bytes()

    def _cleaned_xml(self, name: str) -> bytes:
        data = office_names.read(self.package, self.relations, name)
        try:
            root = xml.parse(data)
        except RefusedError:
            if name.casefold().endswith(".vml"):
                return data  # old programs do not close every mark in these
            raise
        kind, is_main = self.kept[name], name == self.relations.main_part
        title = office_names.sheet(self.package, self.relations, name) if kind == SHEET else ""
        part = office_parts.Part(self.report.type, kind, is_main, title)
        dropped_ids = {
            str(relation.element.get("Id"))
            for relation in self.relations.of(name)
            if not relation.is_kept or (relation.part and relation.part not in self.kept)
        }
        changed = office_parts.clean(part, root, dropped_ids, self.findings, self.report)
        return xml.written(root) if changed else data

    def _cleaned_list(self, name: str, parts: set[str]) -> bytes:
        """A list of types or relations, without what is left out."""
        data = self.package.read(name)
        if name == TYPES_PART:
            root = xml.parse(data)
            dropped = office_links.types_to_drop(root, parts)
        else:
            root = self.relations.roots[name]
            dropped = office_links.relations_to_drop(self.relations.listed(name), parts)
        for element in dropped:
            xml.drop(element)
        return xml.written(root) if dropped else data


def _is_list(name: str) -> bool:
    return name == TYPES_PART or name.endswith(".rels")


def _type_within(path: Path, limits: Limits) -> str:
    if not zipfile.is_zipfile(path):
        raise RefusedError("embedded_objects")
    with guarded(path, limits) as package:
        if not looks_like(package.names):
            raise RefusedError("embedded_objects")
        return type_of(package)
