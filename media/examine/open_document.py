"""OpenDocument files (.odt, .ods, .odp): known, so that the refusal can say what to do."""

from media.examine.zips import Package

MARK = "mimetype"
LONGEST_MARK = 200
FAMILY = "application/vnd.oasis.opendocument."
TYPES = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}


def open_document_type(package: Package) -> str | None:
    """`odt`, `ods` or `odp` by the first part, which says it; None for what is none."""
    if MARK not in package.names:
        return None
    mark = next(package.pieces(MARK), b"")[:LONGEST_MARK].decode("latin-1").strip()
    kind = mark.removeprefix(FAMILY) if mark.startswith(FAMILY) else ""
    return TYPES.get(kind.removesuffix("-template"))
