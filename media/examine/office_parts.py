"""The parts of docx, xlsx and pptx: changes, remarks and hidden things found, names removed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from media.examine import xml
from media.examine.findings import MOST_NAMED, RefusedError, Report, named
from media.examine.machine_paths import FORMULA_LINK, refuse_links
from media.examine.office_fields import Fields, refuse_instruction
from media.examine.office_styles import FALSE, LONGEST_EXCERPT, WordLooks, is_hidden_row
from media.examine.seeing import is_tiny, number
from media.examine.sheet_looks import SheetLooks

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
# Others of these names stand in formulas and lists; programs leave out the author.
MARKS_OF_CHANGE = frozenset({"author", "date"})
REMARKS = frozenset({"comment", "cm", "threadedComment"})
RSID = "rsid"
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
        "mailMerge",
        "customWorkbookViews",
        "customSheetViews",
        "customProperties",
        "revisionPtr",
    ]
)
RELATIONS_ENDING = "/relationships"
# Office programs put the path of a picture where its description belongs.
DESCRIBING = frozenset({"descr", "title", "alt", "name"})
MACHINE_PATH = re.compile(r"\s*(?:file:|[a-z]:[\\/]|\\\\|/(?:users|home|var|tmp)/)", re.IGNORECASE)
# Formulas that ask the network each time that they are calculated.
FETCHING = re.compile(r"\b(WEBSERVICE|IMAGE|RTD|SQL\.REQUEST)\s*\(", re.IGNORECASE)
# A program and a subject that a formula asks, outside of what stands in quotation marks.
ASKING_PROGRAM = re.compile(r"[^\"]*?\b(\w+)\|[^\"|]*!")
STARTING = ("ppaction://program", "ppaction://macro", "ppaction://ole")
# What is narrower than a point is seen by nobody: heights are points, widths digits of some five.
LEAST_SIZES = {"ht": 1.0, "defaultRowHeight": 1.0, "width": 0.2, "defaultColWidth": 0.2}
LINES = frozenset({"row", "col", "sheetFormatPr"})
SHAPES = frozenset({"cNvPr", "docPr"})
COMMENTS = frozenset({"comments", "threadedComment"})


@dataclass(frozen=True)
class Part:
    """Where an XML part stands: in which type of file, what led to it, whether it is the main.

    `title` is what people call a sheet.
    """

    file_type: str
    kind: str
    is_main: bool
    title: str = ""


@dataclass
class Findings:
    """What stands in all parts together."""

    changes: int = 0
    remarks: int = 0
    hidden_text: int = 0
    hidden_places: list[str] = field(default_factory=list)
    hidden_values: int = 0
    value_places: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    people: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    notes: int = 0
    hidden_slides: int = 0
    hidden_shapes: int = 0
    word: WordLooks = field(default_factory=WordLooks)
    sheet: SheetLooks = field(default_factory=SheetLooks)

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
        if self.hidden_text:
            places = named(self.hidden_places)
            report.tell("hidden_text", count=self.hidden_text, places=places)
        if self.hidden_values:
            places = named(self.value_places)
            report.tell("hidden_values", count=self.hidden_values, places=places)
        for code in ("hidden_rows", "hidden_shapes", "notes", "hidden_slides"):
            if count := getattr(self, code):
                report.tell(code, count=count)

    def hide(self, place: str) -> None:
        """Count a text that nobody sees; `place` is where, as a person finds it."""
        self.hidden_text += 1
        if len(self.hidden_places) <= MOST_NAMED:
            self.hidden_places.append(place)

    def hide_value(self, place: str) -> None:
        """The same of a value that its format does not show."""
        self.hidden_values += 1
        if len(self.value_places) <= MOST_NAMED:
            self.value_places.append(place)


def clean(
    part: Part, root: etree._Element, dropped_ids: set[str], findings: Findings, report: Report
) -> bool:
    """Look at one part and take names out of it; True when it has changed."""
    changed = False
    fields = Fields()
    for element in list(root.iter(etree.Element)):
        tag = xml.local(element)
        _look(part, tag, element, findings, fields)
        if tag in NAMING_ELEMENTS:
            xml.drop(element)
            report.clean("office_properties")
            changed = True
            continue
        for key, value in element.items():
            if code := _why_dropped(str(key), str(value), dropped_ids):
                del element.attrib[key]
                report.clean(code)
                changed = True
    fields.finish()
    return changed


def _why_dropped(key: str, value: str, dropped_ids: set[str]) -> str | None:
    """The code under which an attribute is taken out; None for what stays."""
    namespace, _brace, name = key.rpartition("}")
    is_reference = namespace.endswith(RELATIONS_ENDING)
    if name.startswith(RSID) or (is_reference and value in dropped_ids):
        return "office_properties"
    if name in DESCRIBING and MACHINE_PATH.match(value):
        return "picture_paths"
    return None


def _look(
    part: Part, tag: str, element: etree._Element, findings: Findings, fields: Fields
) -> None:
    attributes = xml.plain_attributes(element)
    if part.file_type == "docx":
        _look_at_text(tag, element, attributes, findings, fields)
    elif part.file_type == "xlsx":
        _look_at_table(part, tag, element, attributes, findings)
    elif part.file_type == "pptx":
        _look_at_slide(part, tag, element, attributes, findings)
    if tag in SHAPES and attributes.get("hidden", "0") not in FALSE:
        findings.hidden_shapes += 1
    if part.kind in COMMENTS and tag in REMARKS:
        findings.remarks += 1
        findings.people.append(attributes.get("author", ""))
    elif part.kind in COMMENTS and tag == "author" and element.text:
        findings.people.append(element.text)


def _look_at_text(
    tag: str,
    element: etree._Element,
    attributes: dict[str, str],
    findings: Findings,
    fields: Fields,
) -> None:
    if tag in CHANGES and MARKS_OF_CHANGE & attributes.keys():
        findings.changes += 1
        findings.people.append(attributes.get("author", ""))
    elif findings.word.learns(tag, element):
        pass
    elif tag == "tr":
        findings.hidden_rows += is_hidden_row(element)
    elif tag == "r":
        if words := findings.word.unseen_words(element):
            findings.hide(f"“{words}”")
    elif tag in ("instrText", "delInstrText"):
        fields.instruct(element.text or "")
    elif tag == "t":
        fields.write(element.text or "")
    elif tag == "fldChar":
        fields.mark(attributes.get("fldCharType", ""))
    elif tag == "fldSimple":
        refuse_instruction(attributes.get("instr", ""))


def _look_at_table(
    part: Part,
    tag: str,
    element: etree._Element,
    attributes: dict[str, str],
    findings: Findings,
) -> None:
    if part.is_main and tag == "sheet" and attributes.get("state", "visible") != "visible":
        findings.hidden_sheets.append(attributes.get("name", ""))
    elif part.kind in ("styles", "worksheet") and findings.sheet.learns(tag, element):
        pass
    elif tag in ("c", "cfRule") and part.kind == "worksheet":
        _look_at_cell(part, element, findings)
    elif tag in LINES and is_hidden_line(attributes):
        findings.hidden_rows += 1
    elif tag in ("f", "definedName"):
        _refuse_formula(element.text or "")
    elif tag == "ddeLink":
        raise RefusedError("external_content", target="DDE")


def _look_at_cell(part: Part, element: etree._Element, findings: Findings) -> None:
    """A cell, or a rule for cells, whose value is not seen."""
    look = findings.sheet.look(element)
    if look is None:
        return
    hide = findings.hide_value if look.by_format else findings.hide
    hide(f"{part.title}!{look.place}" if part.title else look.place)


def is_hidden_line(attributes: Mapping[str, str]) -> bool:
    """Whether nobody sees a row or column: marked as hidden, or made so small."""
    sizes = ((number(attributes.get(name)), least) for name, least in LEAST_SIZES.items())
    marks = (attributes.get("hidden", "0"), attributes.get("zeroHeight", "0"))
    is_small = any(size is not None and size < least for size, least in sizes)
    return is_small or any(mark not in FALSE for mark in marks)


def _refuse_formula(formula: str) -> None:
    if match := FETCHING.search(formula) or ASKING_PROGRAM.match(formula):
        raise RefusedError("external_content", target=match[1].upper())
    refuse_links(formula, FORMULA_LINK)


def _look_at_slide(
    part: Part,
    tag: str,
    element: etree._Element,
    attributes: dict[str, str],
    findings: Findings,
) -> None:
    if part.kind == "notesSlide" and tag == "t" and (element.text or "").strip():
        findings.notes += 1
    elif tag == "sld" and attributes.get("show", "1") in FALSE:
        findings.hidden_slides += 1
    elif (
        tag == "r" and is_tiny(_points(element)) and (words := "".join(element.itertext()).strip())
    ):
        findings.hide(f"“{words[:LONGEST_EXCERPT]}”")
    elif attributes.get("action", "").startswith(STARTING):
        raise RefusedError("external_content", target=attributes["action"])


def _points(run: etree._Element) -> float | None:
    """The size of a run of a slide, which is written in hundredths of a point."""
    properties = next((child for child in run if xml.local(child) == "rPr"), None)
    size = None if properties is None else number(properties.get("sz"))
    return None if size is None else size / 100
