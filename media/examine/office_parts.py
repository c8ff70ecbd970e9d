"""The parts of docx, xlsx and pptx: changes, remarks and hidden things found, names removed."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from media.examine import xml
from media.examine.findings import RefusedError, Report, named
from media.examine.zips import Package

CHANGES = frozenset(
    [
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tcPrChange",
        "trPrChange",
        "tblGridChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
    ]
)
REMARKS = frozenset({"comment", "cm", "threadedComment"})
FALSE = ("0", "false", "off", "none")
RSID = "rsid"
DANGEROUS_FIELDS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT")
# Where names and machine paths stand in parts that are kept.
NAMING_ELEMENTS = frozenset(
    [
        "rsids",
        "trackRevisions",
        "attachedTemplate",
        "absPath",
        "fileSharing",
        "printerSettings",
        "docVars",
        "custDataLst",
    ]
)
RELATIONS_ENDING = "/relationships"
WORKBOOK = "xl/workbook.xml"
Dropped = Callable[[etree._Element], bool]


@dataclass
class Findings:
    """What stands in all parts together."""

    changes: int = 0
    remarks: int = 0
    hidden_text: int = 0
    hidden_rows: int = 0
    people: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    notes: int = 0
    hidden_slides: int = 0

    def judge(self, report: Report) -> None:
        """Refuse what must not go out, tell what should be looked at."""
        people = named(self.people)
        if self.changes and self.remarks:
            raise RefusedError(
                "changes_and_remarks", changes=self.changes, remarks=self.remarks, people=people
            )
        if self.changes:
            raise RefusedError("tracked_changes", changes=self.changes, people=people)
        if self.remarks:
            raise RefusedError("remarks", remarks=self.remarks, people=people)
        if self.hidden_sheets:
            report.tell("hidden_sheets", sheets=named(self.hidden_sheets))
        for code in ("hidden_text", "hidden_rows", "notes", "hidden_slides"):
            if count := getattr(self, code):
                report.tell(code, count=count)

    def dropped_ids(self, package: Package, name: str, is_dropped: Dropped) -> set[str]:
        """Ids of the relations of a part that will be gone: elements must not name them."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in package.names:
            return set()
        relations = xml.parse(package.read(rels))
        return {str(relation.get("Id")) for relation in relations if is_dropped(relation)}


def clean(
    name: str, root: etree._Element, dropped_ids: set[str], findings: Findings, report: Report
) -> bool:
    """Look at one part and take names out of it; True when it has changed."""
    changed = False
    for element in list(root.iter(etree.Element)):
        tag = xml.local(element)
        _look(name, tag, element, findings)
        if tag in NAMING_ELEMENTS:
            xml.drop(element)
            report.clean("office_properties")
            changed = True
            continue
        for key in list(element.attrib):
            name_of = etree.QName(key)
            is_reference = (name_of.namespace or "").endswith(RELATIONS_ENDING)
            if name_of.localname.startswith(RSID) or (
                is_reference and element.get(key) in dropped_ids
            ):
                del element.attrib[key]
                report.clean("office_properties")
                changed = True
    return changed


def _look(name: str, tag: str, element: etree._Element, findings: Findings) -> None:
    attributes = xml.plain_attributes(element)
    if name.startswith("word/"):
        _look_at_text(tag, element, attributes, findings)
    elif name.startswith("xl/"):
        _look_at_table(name, tag, attributes, findings)
    elif name.startswith("ppt/"):
        _look_at_slide(name, tag, element, attributes, findings)
    if tag in REMARKS and "comments" in name.casefold():
        findings.remarks += 1
        findings.people.append(attributes.get("author", ""))
    elif tag == "author" and element.text and "comments" in name.casefold():
        findings.people.append(element.text)


def _look_at_text(
    tag: str, element: etree._Element, attributes: dict[str, str], findings: Findings
) -> None:
    if tag in CHANGES and "author" in attributes:
        findings.changes += 1
        findings.people.append(attributes["author"])
    elif tag == "vanish" and attributes.get("val", "1") not in FALSE:
        run = element.getparent().getparent()
        if run is not None and xml.local(run) == "r" and "".join(run.itertext()).strip():
            findings.hidden_text += 1
    elif tag == "instrText" and element.text:
        _refuse_field(element.text)
    elif tag == "fldSimple":
        _refuse_field(attributes.get("instr", ""))


def _refuse_field(instruction: str) -> None:
    """Fields that fetch a file or start a program when the document is opened."""
    words = instruction.split()
    if words and words[0].upper() in DANGEROUS_FIELDS:
        raise RefusedError("external_content", target=words[0].upper())


def _look_at_table(name: str, tag: str, attributes: dict[str, str], findings: Findings) -> None:
    if name == WORKBOOK and tag == "sheet" and attributes.get("state", "visible") != "visible":
        findings.hidden_sheets.append(attributes.get("name", ""))
    elif tag in ("row", "col") and attributes.get("hidden", "0") not in FALSE:
        findings.hidden_rows += 1
    elif tag == "ddeLink":
        raise RefusedError("external_content", target="DDE")


def _look_at_slide(
    name: str,
    tag: str,
    element: etree._Element,
    attributes: dict[str, str],
    findings: Findings,
) -> None:
    if name.startswith("ppt/notesSlides/") and tag == "t" and (element.text or "").strip():
        findings.notes += 1
    elif tag == "sld" and attributes.get("show", "1") in FALSE:
        findings.hidden_slides += 1
