"""What is decided for a whole page of HTML before its elements are read one by one."""

from lxml import etree

from drafting import markup_sheets
from drafting.declarations import declared
from drafting.markup_looks import SHOWN_WITHIN, why_dropped
from drafting.markup_unseen import OUT_OF_LINE, PAGE, is_away, is_faint, is_hidden


def prepare(root: etree._Element) -> tuple[etree._Element, bool]:
    """The part of a page that is its text, and whether rules may hide words that were not read."""
    doubted = markup_sheets.apply(root)
    shown_by_scripts = has_layers = False
    for element in root.iter(etree.Element):
        style = declared(element.get("style", ""))
        if element.tag in PAGE:
            shown_by_scripts |= is_hidden(style) or is_faint(style)
        if style.get("visibility") == "visible":
            _show(element)
        has_layers |= style.get("position") in OUT_OF_LINE and not is_away(style)
    if has_layers:  # they may lie under any words: what lies behind those is not known
        root.set("style", f"{root.get('style', '')};background-image:{markup_sheets.UNKNOWN}")
    main = _main(root)
    is_doubted = any(
        one in doubted and one.text_content().strip() for one in main.iter(etree.Element)
    )
    return main, is_doubted or shown_by_scripts


def _show(element: etree._Element) -> None:
    """Mark what is around an element that is shown even within what is not."""
    for around in element.iterancestors():
        if around.get(SHOWN_WITHIN):
            break
        around.set(SHOWN_WITHIN, "1")


def _main(root: etree._Element) -> etree._Element:
    """The part of a page that is its text, where the page says which that is."""
    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = [one for one in root.findall(path) if _is_shown(one)]
        if len(found) == 1 and found[0].text_content().strip():
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _is_shown(element: etree._Element) -> bool:
    return not any(map(why_dropped, (element, *element.iterancestors())))
