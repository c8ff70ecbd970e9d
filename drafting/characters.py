"""Which characters a text of a document keeps."""

import re

from media.examine.characters import storable

# They are seen only where a line breaks, or never.
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
BLANKS = " \t\u00a0\u2002\u2003\u2009\u3000"
GAP = "\u3000"  # what a tab is in a text without stops


def cleaned(text: str) -> str:
    """The text with tabs as gaps and without what no reader sees."""
    return UNSEEN.sub("", storable(text)).replace("\t", GAP).replace("\u00a0", " ")
