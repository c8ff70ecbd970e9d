"""When each paragraph of a transcript begins, according to the captions."""

import re
from collections.abc import Sequence

from media.captions.read import Cue

NOISE = re.compile(r"[\W_]+")
OPENING = 8  # characters that tell a paragraph's beginning


def starts(paragraphs: Sequence[str], cues: Sequence[Cue]) -> list[float | None]:
    """The second at which each paragraph begins; None where the captions do not say it.

    Cues are read as one text without punctuation; paragraphs are looked for in order.
    """
    text, offsets = "", []
    for cue in cues:
        offsets.append((len(text), cue.start))
        text += _bare(cue.text)
    seconds: list[float | None] = []
    search_from = 0
    for paragraph in paragraphs:
        bare = _bare(paragraph)
        position = text.find(bare[:OPENING], search_from) if bare else -1
        if position < 0:
            seconds.append(None)
            continue
        seconds.append(max(start for offset, start in offsets if offset <= position))
        search_from = position + min(len(bare), OPENING)
    return seconds


def _bare(text: str) -> str:
    return NOISE.sub("", text).casefold()
