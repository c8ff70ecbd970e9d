"""Blanks at the ends of paragraphs: they indent and are no text."""

from drafting.characters import BLANKS
from drafting.flow import Run

ENDS = BLANKS + "\n"


def trimmed(runs: list[Run]) -> list[Run]:
    """The runs without blanks and breaks at either end; nothing where there are no words."""
    kept = list(runs)
    while kept and not (text := kept[0].text.lstrip(ENDS)):
        kept.pop(0)
    if kept:
        kept[0] = Run(text, kept[0].bold, kept[0].link)
    while kept and not (text := kept[-1].text.rstrip(ENDS)):
        kept.pop()
    if kept:
        kept[-1] = Run(text, kept[-1].bold, kept[-1].link)
    return kept
