"""The XML parts of an OFD: where they lead, and what is taken out of them."""

import posixpath

from lxml import etree

from media.examine import xml
from media.examine.findings import RefusedError, Report
from media.examine.zips import Package

MAIN_PART = "OFD.xml"
NAMING = frozenset({"Author", "Creator", "CreatorVersion", "CustomDatas"})
# Elements whose text, and attributes whose value, is the place of another part.
PLACES = frozenset(
    [
        "Annotations",
        "Cover",
        "CustomTags",
        "DocRoot",
        "DocumentRes",
        "Extensions",
        "ExtendData",
        "FileLoc",
        "FontFile",
        "MediaFile",
        "PageRes",
        "PublicRes",
        "SchemaLoc",
        "Signatures",
        "SignedValue",
    ]
)
PLACE_ATTRIBUTES = ("BaseLoc", "Profile")
# What these lead to is shown on no page: earlier states, other programs' data, loose files.
NOT_SHOWN = {
    "Versions": "leftover_parts",
    "CustomTags": "office_properties",
    "Extensions": "office_properties",
}
ATTACHED = "Attachments"
PAGE_TURNS = frozenset({"Goto", "Region"})
SAFE_LINKS = ("http://", "https://", "mailto:", "tel:")
MARKS = frozenset({"Link", "Stamp", "Watermark"})  # parts of the page; others are remarks
REMARK_WORDS = frozenset({"Remark", "Parameters"})
ON_OPENING = frozenset({"DO", "PO"})


class Document:
    """The parts that the main part leads to, with what is to be taken out taken out.

    `roots` are the XML parts that are reached, `changed` those that are not as they were,
    `reached` everything that is kept.
    """

    def __init__(self, package: Package, is_signed: bool, report: Report) -> None:
        self._package = package
        self._report = report
        self._is_signed = is_signed
        self.roots: dict[str, etree._Element] = {}
        self.changed: set[str] = set()
        self.reached: set[str] = set()
        self.bodies: list[str] = []
        self._follow(MAIN_PART)
        is_whole = self.bodies and all(body in self.roots for body in self.bodies)
        if xml.local(self.roots[MAIN_PART]) != "OFD" or not is_whole:
            raise RefusedError("broken")

    @property
    def pages(self) -> int:
        """How many pages the documents have."""
        elements = (each for body in self.bodies for each in self.roots[body].iter())
        return sum(xml.local(element) == "Page" for element in elements)

    def _follow(self, first: str) -> None:
        waiting = [first]
        while waiting:
            name = waiting.pop()
            if name in self.reached:
                continue
            self.reached.add(name)
            if not name.casefold().endswith(".xml"):
                continue
            root = self.roots[name] = xml.parse(self._package.read(name))
            self._clean(name, root)
            waiting += self._places(name, root)

    def _clean(self, name: str, root: etree._Element) -> None:
        for element in list(root.iter(etree.Element)):
            tag = xml.local(element)
            if tag == ATTACHED:
                raise RefusedError("ofd_attachments")
            code = self._why_dropped(name, tag, element)
            if code:
                xml.drop(element)
                self._note(name, code)
            elif tag == "Annot" and not self._is_signed:
                self._clean_mark(name, element)

    def _why_dropped(self, name: str, tag: str, element: etree._Element) -> str | None:
        """The code under which an element is taken out; None for what stays."""
        if name == MAIN_PART and tag in NAMING:
            return "author"
        if tag == "Annot":
            is_mark = element.get("Type") in MARKS and element.get("Visible") != "false"
            return None if is_mark else "pdf_remarks"
        if tag == "Action" and _acts(element):
            return "pdf_actions"
        return None if self._is_signed else NOT_SHOWN.get(tag)

    def _clean_mark(self, name: str, mark: etree._Element) -> None:
        """A link, stamp or watermark is part of the page; who made it and why is not."""
        if mark.get("Creator"):
            mark.set("Creator", "")  # the format wants it to be there
            self._note(name, "pdf_remarks")
        for element in list(mark):
            if xml.local(element) in REMARK_WORDS:
                xml.drop(element)
                self._note(name, "pdf_remarks")

    def _note(self, name: str, code: str) -> None:
        self.changed.add(name)
        self._report.clean(code)

    def _places(self, name: str, root: etree._Element) -> list[str]:
        """The parts that a part names: in its folder, in one that it gives, or from the top."""
        base = str(root.get("BaseLoc", "")) if xml.local(root) == "Res" else ""
        places = []
        for element in root.iter(etree.Element):
            tag = xml.local(element)
            targets = [element.get(key) for key in PLACE_ATTRIBUTES]
            if tag in PLACES:
                targets.append(element.text)
            for target in filter(None, targets):
                part = self._part(str(target).strip(), name, base)
                if tag == "DocRoot":
                    self.bodies.append(part or "")
                if part:
                    places.append(part)
        return places

    def _part(self, target: str, name: str, base: str) -> str | None:
        folder = posixpath.dirname(name)
        candidates = (
            [target]
            if target.startswith("/")
            else [posixpath.join(folder, base, target), posixpath.join(folder, target), target]
        )
        paths = [posixpath.normpath(path.lstrip("/")) for path in candidates]
        return next((path for path in paths if path in self._package.names), None)


def _acts(action: etree._Element) -> bool:
    """Whether an action does more than turn a page or open a link that a person clicks."""
    for element in action:
        target = str(element.get("URI", "")).strip().casefold()
        is_clicked = action.get("Event") not in ON_OPENING
        is_link = xml.local(element) == "URI" and is_clicked and target.startswith(SAFE_LINKS)
        if not is_link and xml.local(element) not in PAGE_TURNS:
            return True
    return False
