"""Tracked changes and comments: refused, with where they stand and which words they are about."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from drafting.place import Place
from drafting.refusal import UnreadableError
from drafting.word.names import W
from drafting.word.package import Parts
from media.examine.office_parts import CHANGES

MOST_NAMED = 20
LONGEST_WORDS = 40
KINDS = {"ins": "inserted", "del": "deleted", "moveFrom": "moved", "moveTo": "moved"}
LOOKS = "formatted"
REMARK = "remark"
CHANGED = frozenset(W + name for name in CHANGES)
ANCHORS = frozenset({f"{W}commentReference", f"{W}commentRangeStart"})


def are_in(parts: Parts) -> bool:
    """Whether anything of the kind stands in what is read."""
    return any(
        next(root.iter(*CHANGED, *ANCHORS), None) is not None and any(_found(root, parts))
        for root in _roots(parts)
    )


def refuse(parts: Parts, places: dict[etree._Element, Place] | None) -> None:
    """Raise `UnreadableError` with the places, if there were changes or remarks."""
    if places is None:
        return
    found = []
    for root in _roots(parts):
        last = Place(paragraph=1)
        for element, kind, words in _found(root, parts):
            last = _place(element, places) or last
            found.append({"kind": kind, "place": last.facts(), "words": words[:LONGEST_WORDS]})
    remarks = sum(entry["kind"] == REMARK for entry in found)
    code = "remarks" if remarks == len(found) else "changes" if not remarks else "changes_remarks"
    raise UnreadableError(
        code, changes=len(found) - remarks, remarks=remarks, places=found[:MOST_NAMED]
    )


def _roots(parts: Parts) -> Iterator[etree._Element]:
    yield parts.document
    for kind in ("footnotes", "endnotes"):
        if (root := parts.root(kind)) is not None:
            yield root


def _found(root: etree._Element, parts: Parts) -> Iterator[tuple[etree._Element, str, str]]:
    """Each change and remark in reading order: the element, its kind, the words."""
    remarked = _remarked(root)
    told: set[str] = set()
    for element in root.iter(*CHANGED, *ANCHORS):
        name = etree.QName(element).localname
        if element.tag in ANCHORS:
            remark = str(element.get(f"{W}id", ""))
            if remark not in told:
                told.add(remark)
                yield element, REMARK, remarked.get(remark) or _remark(parts, remark)
        elif element.get(f"{W}author") is not None:
            yield element, KINDS.get(name, LOOKS), _words(element) or _around(element)


def _remarked(root: etree._Element) -> dict[str, str]:
    """The words between the ends of each remark."""
    words: dict[str, str] = {}
    open_ids: set[str] = set()
    tags = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}t", f"{W}delText")
    for element in root.iter(*tags):
        remark = str(element.get(f"{W}id", ""))
        if element.tag == tags[0]:
            open_ids.add(remark)
        elif element.tag == tags[1]:
            open_ids.discard(remark)
        else:
            for open_id in open_ids:
                words[open_id] = (words.get(open_id, "") + (element.text or ""))[:LONGEST_WORDS]
    return words


def _remark(parts: Parts, remark: str) -> str:
    """What a remark itself says, where it is about no words."""
    root = parts.root("comments")
    for comment in root.iterchildren(etree.Element) if root is not None else ():
        if comment.get(f"{W}id") == remark:
            return _words(comment)
    return ""


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def _around(element: etree._Element) -> str:
    """The words of the paragraph whose looks or mark were changed."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    return _words(paragraph) if paragraph is not None else ""


def _place(element: etree._Element, places: dict[etree._Element, Place]) -> Place | None:
    around: Iterator[Any] = element.iterancestors(f"{W}p")
    within = element.iter(f"{W}p")  # a paragraph or a row that was put in as a whole
    found = (places.get(paragraph) for paragraph in (*around, *within))
    return next((place for place in found if place is not None), None)
