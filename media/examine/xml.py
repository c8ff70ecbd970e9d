"""Untrusted XML: no entities, no document type, nothing fetched."""

from lxml import etree

from media.examine.findings import RefusedError

DECLARATION = {"encoding": "UTF-8", "xml_declaration": True, "standalone": True}


def parse(data: bytes) -> etree._Element:
    """Return the root of a part; raises `RefusedError` for a document type or broken XML."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise RefusedError("xml_doctype" if b"<!DOCTYPE" in data else "broken") from error
    if root.getroottree().docinfo.doctype:
        raise RefusedError("xml_doctype")
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, **DECLARATION)


def local(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def plain_attributes(element: etree._Element) -> dict[str, str]:
    """Attributes by their local names; office formats never use one twice."""
    return {etree.QName(name).localname: value for name, value in element.attrib.items()}


def drop(element: etree._Element) -> None:
    """Take an element out and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)
