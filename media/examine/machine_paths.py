"""Paths of somebody's machine inside documents: readers cannot follow them, they name people."""

import re

from media.examine.findings import RefusedError, printable

ABSOLUTE = re.compile(r"\s*(?:file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
# Folders of a person, wherever the path begins.
IN_A_HOME = re.compile(r"(?:^|[\\/])(?:users|home|desktop|桌面)[\\/]", re.IGNORECASE)
FIELD_LINK = re.compile(r'HYPERLINK\s++(?:\\\S\s++)*+"?(?P<target>[^"]*)', re.IGNORECASE)
FORMULA_LINK = re.compile(r'HYPERLINK\s*\(\s*"(?P<target>[^"]*)', re.IGNORECASE)


def is_machine_path(target: str) -> bool:
    """Tell a path of a machine from an address and from a file beside the document."""
    has_scheme = re.match(r"\s*[a-z][a-z0-9+.-]+:", target, re.IGNORECASE)
    return bool(ABSOLUTE.match(target) or (not has_scheme and IN_A_HOME.search(target)))


def refuse_link(target: str) -> None:
    """Raise `RefusedError` for a link to a machine; it names the file without its path."""
    if is_machine_path(target):
        file = re.split(r"[\\/]", target.strip().rstrip("\\/"))[-1]
        raise RefusedError("link_to_file", target=printable(file))


def refuse_links(text: str, form: re.Pattern[str]) -> None:
    """The same of a field or formula, whose links have this form."""
    if match := form.search(text):
        refuse_link(match["target"])
