"""The parts of a document: opened behind the checks for hostile files, read only when asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from lxml import etree

from drafting.refusal import UnreadableError
from drafting.word.names import W
from media.examine import office, xml
from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.relations import Relation, Relations
from media.examine.zips import Package, guarded

STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


class Parts:
    """The main part and what it leads to; a part that is missing or broken is None."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations = Relations(package)
        self._main = self._relations.main_part or "word/document.xml"
        self._targets: dict[str, dict[str, Relation]] = {}
        self.broken: list[str] = []  # kinds of parts that could not be read

    @cached_property
    def document(self) -> etree._Element:
        """The root of the main part; raises `UnreadableError`."""
        if self._main not in self._package.names:
            raise UnreadableError("damaged")
        root = xml.parse(self._package.read(self._main))
        if root.tag == f"{STRICT}document":
            raise UnreadableError("strict")
        if root.tag != f"{W}document":
            raise UnreadableError("damaged")
        return root

    @cached_property
    def _by_kind(self) -> dict[str, Relation]:
        return {relation.kind.casefold(): relation for relation in self._of(self._main)}

    def _of(self, owner: str) -> list[Relation]:
        return self._relations.of(owner)

    def name_of(self, kind: str) -> str | None:
        """The part of a kind that the main part leads to: `styles`, `footnotes`."""
        relation = self._by_kind.get(kind.casefold())
        return relation.part if relation else None

    def root(self, kind: str) -> etree._Element | None:
        """The root of such a part."""
        name = self.name_of(kind)
        if name is None:
            return None
        try:
            return xml.parse(self._package.read(name))
        except RefusedError:
            if kind not in self.broken:
                self.broken.append(kind)
            return None

    def targets(self, kind: str = "") -> dict[str, Relation]:
        """What the ids of a part mean, of the main part for an empty kind."""
        if kind not in self._targets:
            owner = self.name_of(kind) if kind else self._main
            relations = self._of(owner) if owner else []
            self._targets[kind] = {str(one.element.get("Id")): one for one in relations}
        return self._targets[kind]

    def data(self, relation: Relation) -> bytes | None:
        """The bytes that a relation leads to."""
        return b"".join(self._package.pieces(relation.part)) if relation.part else None


@contextmanager
def opened(path: Path, limits: Limits | None = None) -> Iterator[Parts]:
    """Open a document; raises `UnreadableError` for what is none, is damaged or hostile."""
    try:
        with guarded(path, limits or Limits()) as package:
            if office.looks_like(package.names) and office.type_of(package) != "docx":
                raise UnreadableError("not_word")
            if not office.looks_like(package.names):
                raise UnreadableError("damaged")
            yield Parts(package)
    except RefusedError as refusal:
        raise UnreadableError(_why(refusal.code)) from refusal


def _why(code: str) -> str:
    """What the checks of a zip and of its XML say, as one of our own codes."""
    kept = {"encrypted", "zip_bomb", "macros", "macro_format", "zip_large", "zip_many"}
    if code in {"binary_table", "unknown"}:
        return "not_word"
    return code if code in kept else "damaged"
