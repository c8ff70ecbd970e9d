"""What Word, WPS and web pages put on the clipboard, read by the rules of files."""

import re

from drafting import markup
from drafting.flow import Flow

# Windows puts a table of places before the HTML.
PREAMBLE = re.compile(r"\s*Version:[\d.]+\s.*?(?=<)", re.DOTALL)
FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.DOTALL | re.I)


def read(text: str) -> Flow:
    """Read the HTML of a clipboard; what was left out is told in `findings`."""
    text = PREAMBLE.sub("", text, count=1)
    fragment = FRAGMENT.search(text)
    return markup.read(fragment[1] if fragment and fragment[1].strip() else text)
