"""What Word, WPS and web pages put on the clipboard, read by the rules of files."""

import re

from drafting import markup
from drafting.flow import Flow

# Windows puts a table of places before the HTML.
PREAMBLE = re.compile(r"\A\s*Version:[\d.]+\s.*?(?=<)", re.DOTALL)
FRAGMENT_BEGINS = re.compile(r"<!--\s*StartFragment\s*-->", re.IGNORECASE)
FRAGMENT_ENDS = re.compile(r"<!--\s*EndFragment\s*-->", re.IGNORECASE)


def read(text: str) -> Flow:
    """Read the HTML of a clipboard; what was left out is told in `findings`."""
    text = PREAMBLE.sub("", text, count=1)
    return markup.read(_fragment(text) or text)


def _fragment(text: str) -> str:
    """What was chosen, between the two marks of Windows; empty where they do not stand."""
    begins = FRAGMENT_BEGINS.search(text)
    ends = FRAGMENT_ENDS.search(text, begins.end()) if begins else None
    inside = text[begins.end() : ends.start()] if begins and ends else ""
    return inside if inside.strip() else ""
