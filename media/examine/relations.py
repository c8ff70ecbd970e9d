"""What the parts of an office package point at: which of them belong to the document.

A part that nothing points at is no part of it, whatever it is; a relation of an unknown kind is
not kept, and what only such a relation leads to goes with it (ECMA-376, part 2).
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from media.examine import xml
from media.examine.zips import Package

TYPES_PART = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
# Kinds by the last word of their address, without regard to case: what a page shows is made of.
KEPT_KINDS = frozenset(
    [
        "officedocument",
        "styles",
        "styleswitheffects",
        "theme",
        "themeoverride",
        "fonttable",
        "font",
        "settings",
        "websettings",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "commentsextended",
        "threadedcomment",
        "glossarydocument",
        "subdocument",
        "image",
        "cellimage",  # WPS: a picture in a cell
        "hdphoto",
        "hyperlink",
        "frame",
        "oleobject",
        "control",
        "afchunk",
        "package",
        "chart",
        "chartex",
        "chartusershapes",
        "chartstyle",
        "chartcolorstyle",
        "chartsheet",
        "dialogsheet",
        "drawing",
        "vmldrawing",
        "diagramdata",
        "diagramlayout",
        "diagramquickstyle",
        "diagramcolors",
        "diagramdrawing",
        "worksheet",
        "sharedstrings",
        "sheetmetadata",
        "calcchain",
        "table",
        "tablestyles",
        "tablesinglecells",
        "pivottable",
        "pivotcachedefinition",
        "pivotcacherecords",
        "slicer",
        "slicercache",
        "timeline",
        "timelinecache",
        "querytable",
        "ctrlprop",
        "externallink",
        "externallinkpath",
        "externallinklongpath",
        "xlpathmissing",
        "connections",
        "xmlmaps",
        "volatiledependencies",
        "usernames",
        "revisionheaders",
        "revisionlog",
        "rdrichvalue",
        "rdrichvaluestructure",
        "rdrichvaluetypes",
        "rdarray",
        "richvaluerel",
        "richstyles",
        "rdsupportingpropertybag",
        "rdsupportingpropertybagstructure",
        "featurepropertybag",
        "model3d",
        "slide",
        "slidemaster",
        "slidelayout",
        "slideupdateinfo",
        "notesmaster",
        "notesslide",
        "handoutmaster",
        "presprops",
        "viewprops",
        "audio",
        "video",
        "media",
        "xlmacrosheet",
        "xlintlmacrosheet",
    ]
)
INK = "/ink/"  # drawn by hand; the format calls it data of others
ORIGIN, SIGNATURE = "origin", "signature"
SIGNING_KINDS = frozenset({ORIGIN, SIGNATURE, "certificate"})


@dataclass(frozen=True)
class Relation:
    """One line of a list of relations; `part` is what it leads to, where that is in the file."""

    element: etree._Element
    kind: str
    target: str
    external: bool
    part: str | None

    @property
    def is_kept(self) -> bool:
        kind = self.kind.casefold()
        is_drawn = kind == "customxml" and INK in f"/{self.part}"
        return kind in KEPT_KINDS or is_drawn


class Relations:
    """The lists of relations of a package, by the part that they belong to."""

    def __init__(self, package: Package) -> None:
        self._parts = {_folded(name): name for name in package.names}
        self.roots = {
            name: xml.parse(package.read(name)) for name in package.names if name.endswith(".rels")
        }

    def of(self, owner: str) -> list[Relation]:
        """The relations of a part; those of the package itself for an empty name."""
        name = self.list_of(owner)
        return self.listed(name) if name else []

    def list_of(self, owner: str) -> str | None:
        """The part in which the relations of another one stand."""
        folder, file = posixpath.split(owner)
        name = self._parts.get(_folded(posixpath.join(folder, "_rels", f"{file}.rels")))
        return name if name in self.roots else None

    def listed(self, name: str) -> list[Relation]:
        """The relations that one list names; its root is in `roots`."""
        return [
            self._relation(element, owner_of(name))
            for element in self.roots[name].iter(etree.Element)
            if xml.local(element) == "Relationship"
        ]

    def _relation(self, element: etree._Element, owner: str) -> Relation:
        target = str(element.get("Target", "")).strip()
        external = element.get("TargetMode") == "External"
        kind = str(element.get("Type", "")).rpartition("/")[2]
        part = None if external else self._parts.get(_folded(_resolved(target, owner)))
        return Relation(element, kind, target, external, part)

    @cached_property
    def kept(self) -> dict[str, str]:
        """The kind of every part that belongs to the document; lists have no kind."""
        more = SIGNING_KINDS if self.is_signed else frozenset()
        return self._closure(lambda r: r.is_kept or r.kind.casefold() in more)

    @cached_property
    def reached(self) -> dict[str, str]:
        """The same of every part that anything points at."""
        return self._closure(lambda _relation: True)

    def _closure(self, is_wanted: Callable[[Relation], bool]) -> dict[str, str]:
        found_parts, waiting = {TYPES_PART: ""}, [""]
        while waiting:
            owner = waiting.pop()
            if name := self.list_of(owner):
                found_parts[name] = ""
            for relation in self.of(owner):
                if relation.part and relation.part not in found_parts and is_wanted(relation):
                    found_parts[relation.part] = relation.kind
                    waiting.append(relation.part)
        return found_parts

    @property
    def main_part(self) -> str | None:
        """The part that the package is about."""
        return next((r.part for r in self.of("") if r.kind == "officeDocument"), None)

    @cached_property
    def is_signed(self) -> bool:
        origins = [r.part for r in self.of("") if r.kind == ORIGIN and r.part]
        return any(r.kind == SIGNATURE and r.part for part in origins for r in self.of(part))


def owner_of(name: str) -> str:
    """The part whose relations a part lists; empty for the package and for what is no list."""
    folder, _bar, file = name.rpartition("/")
    if not name.endswith(".rels") or PurePosixPath(folder).name != "_rels":
        return ""
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _resolved(target: str, owner: str) -> str:
    """The name of the part that a target means."""
    path = target.partition("#")[0].replace("\\", "/")
    if not path:
        return ""  # a place in the same part
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), path)).lstrip("/")


def _folded(name: str) -> str:
    """Names of parts are compared without regard to case and escapes."""
    return unquote(name).casefold()
