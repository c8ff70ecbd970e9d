"""Elements of HTML that show words or things without holding them as text."""

from collections.abc import Iterator

from lxml import etree

from drafting.signs import CHOSEN, TICKED, UNCHOSEN, UNTICKED

FORM_FIELDS = frozenset({"input", "select", "textarea"})
MEDIA = frozenset({"audio", "canvas", "embed", "iframe", "object", "video"})
ANNOTATIONS = frozenset({"annotation", "annotation-xml"})
WITHOUT_WORDS = frozenset({"button", "hidden", "image", "password", "reset", "submit"})
BOXES = {"checkbox": (TICKED, UNTICKED), "radio": (CHOSEN, UNCHOSEN)}


def box_of(element: etree._Element) -> str:
    """The sign of a box to tick or of a button to choose, else ''."""
    signs = BOXES.get(_type(element)) if element.tag == "input" else None
    return "" if signs is None else signs[element.get("checked") is None]


def told_of(element: etree._Element) -> tuple[str, str] | None:
    """The code and the words of what is told of an element that is not taken, or None."""
    if element.tag in MEDIA:
        return "media", ""
    if element.tag == "svg":
        words = " ".join("".join(text.itertext()) for text in element.iter("text"))
        return ("drawn_words", words) if words.strip() else None
    if element.tag in FORM_FIELDS:
        words = "、".join(filter(None, map(str.strip, _filled_in(element))))
        return ("form_field", words) if words else None
    return None


def formula_of(element: etree._Element) -> str:
    """The words of a formula without what programs keep beside them."""
    walker = etree.iterwalk(element, events=("start", "end"))
    parts = []
    for event, part in walker:
        if event == "end":
            parts.append("" if part is element else part.tail or "")
        elif part.tag in ANNOTATIONS:
            walker.skip_subtree()
        elif isinstance(part.tag, str):
            parts.append(part.text or "")
    return "".join("".join(parts).split())


def _filled_in(element: etree._Element) -> Iterator[str]:
    """What a field of a form shows."""
    if element.tag == "textarea":
        yield element.text or ""
    elif element.tag == "input":
        yield "" if _type(element) in WITHOUT_WORDS else element.get("value", "")
    else:
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        shown = options if element.get("multiple") is not None else chosen[-1:] or options[:1]
        yield from (option.text_content() for option in shown)


def _type(element: etree._Element) -> str:
    return str(element.get("type", "text")).strip().lower()
