"""The relations of an office package: what acts, what is fetched, what is told, what goes."""

from urllib.parse import unquote

from lxml import etree

from media.examine.findings import RefusedError, Report, printable
from media.examine.machine_paths import refuse_link
from media.examine.relations import Relation, Relations
from media.examine.zips import Package

ACTIVE_KINDS = frozenset({"oleobject", "control", "afchunk"})
MACRO_KINDS = frozenset({"xlmacrosheet", "xlintlmacrosheet"})
REVISION_KINDS = frozenset({"usernames", "revisionheaders", "revisionlog"})
# A table keeps the values that it took from another one; a person is told.
TABLES_ELSEWHERE = frozenset({"externallinkpath", "xlpathmissing", "externallinklongpath"})
TOLD_KINDS = {"externallink": "external_books", "pivotcachedefinition": "pivot_cache"}
SAFE_SCHEMES = ("http", "https", "mailto", "tel")


def look(package: Package, relations: Relations, report: Report) -> None:
    """Refuse what acts or is fetched, tell of what is kept, note what will be left out."""
    for name in package.names:
        if name not in relations.kept:
            code = "office_properties" if name in relations.reached else "leftover_parts"
            report.clean(code)
    owners = ["", *(name for name in relations.kept if name not in relations.roots)]
    for owner in owners:
        for relation in relations.of(owner):
            if relation.is_kept:
                _look_at(relation, report)
            elif relation.kind == "attachedTemplate":
                report.clean("template")


def _look_at(relation: Relation, report: Report) -> None:
    kind = relation.kind.casefold()
    if kind in ACTIVE_KINDS:
        raise RefusedError("embedded_objects")
    if kind in MACRO_KINDS:
        raise RefusedError("macros")
    if kind in REVISION_KINDS:
        raise RefusedError("tracked_changes", changes=1, people="")
    if kind == "connections":
        raise RefusedError("data_connections")
    if relation.external:
        _refuse_outside(relation, kind)
    if kind in TOLD_KINDS:
        report.tell(TOLD_KINDS[kind])


def _refuse_outside(relation: Relation, kind: str) -> None:
    """A link that a person clicks may stay; everything else is fetched when the file is opened."""
    if kind in TABLES_ELSEWHERE:
        return
    if kind == "hyperlink":
        scheme, colon, _rest = relation.target.partition(":")
        is_remote = relation.target.startswith(("\\\\", "//"))
        if not is_remote:
            refuse_link(unquote(relation.target))
        if scheme.casefold() in SAFE_SCHEMES if colon else not is_remote:
            return
    raise RefusedError("external_content", target=printable(relation.target))


def types_to_drop(root: etree._Element, parts: set[str]) -> list[etree._Element]:
    """Entries of a list of types for parts that are not there."""
    names = {name.casefold() for name in parts}
    return [
        entry
        for entry in root
        if (name := entry.get("PartName")) and str(name).lstrip("/").casefold() not in names
    ]


def relations_to_drop(relations: list[Relation], parts: set[str]) -> list[etree._Element]:
    """Relations of unknown kinds, and those to what is left out."""
    return [
        relation.element
        for relation in relations
        if not relation.is_kept or (relation.part and relation.part not in parts)
    ]
