"""Breaks of source lines in HTML: no words, except that they part words of letters."""

import re

SPACES = re.compile(r"[ \t\r\n\f]+")
# Signs between which a broken line leaves no blank.
WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")
BROKEN = re.compile(rf"(?<={WIDE.pattern})[ \t]*[\r\n\f][ \t\r\n\f]*(?={WIDE.pattern})")


def glue_lines(text: str) -> str:
    """The text as a browser shows it: blanks are one, and none is between broken Chinese."""
    return SPACES.sub(" ", BROKEN.sub("", text))
