"""What Word, WPS and web pages put on the clipboard, read by the rules of files."""

import re

from drafting import markup
from drafting.flow import Flow

# Windows puts a table of places before the HTML.
PREAMBLE = re.compile(r"\A\s*Version:[\d.]+\s.*?(?=<)", re.DOTALL)
FRAGMENT_BEGINS = re.compile(r"<!--\s*StartFragment\s*-->", re.IGNORECASE)
SHEET_ENDS = re.compile(r"</style\s*>", re.IGNORECASE)
FRAGMENT_ENDS = re.compile(r"<!--\s*EndFragment\s*-->", re.IGNORECASE)


def read(text: str) -> Flow:
    """Read the HTML of a clipboard; what was left out is told in `findings`."""
    text = PREAMBLE.sub("", text, count=1)
    return markup.read(_fragment(text) or text)


def _fragment(text: str) -> str:
    """What was chosen, between the two marks of Windows, with the style sheets of its page.

    Empty where the marks do not stand.
    """
    begins = FRAGMENT_BEGINS.search(text)
    ends = FRAGMENT_ENDS.search(text, begins.end()) if begins else None
    inside = text[begins.end() : ends.start()] if begins and ends else ""
    return _sheets(text[: begins.start()]) + inside if begins and inside.strip() else ""


def _sheets(head: str) -> str:
    """The style sheets of what stands before a fragment."""
    *pieces, _rest = SHEET_ENDS.split(head)
    places = ((piece, piece.lower().rfind("<style")) for piece in pieces)
    return "".join(f"{piece[at:]}</style>" for piece, at in places if at >= 0)
