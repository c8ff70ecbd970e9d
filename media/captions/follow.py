"""When each paragraph of a transcript begins, told by the captions."""

import re
from collections.abc import Sequence

from media.captions.read import Cue

NOISE = re.compile(r"[\W_]+")
OPENING = 8  # characters that tell a paragraph's beginning


def starts(paragraphs: Sequence[str], cues: Sequence[Cue]) -> list[float | None]:
    """The second at which each paragraph begins; None where the captions do not say it.

    Cues are read as one text without punctuation; paragraphs are looked for in order.
    """
    text, places = "", []
    for cue in cues:
        places.append((len(text), cue.start))
        text += _bare(cue.text)
    found: list[float | None] = []
    at = 0
    for paragraph in paragraphs:
        words = _bare(paragraph)
        place = text.find(words[:OPENING], at) if words else -1
        if place < 0:
            found.append(None)
            continue
        found.append(max(start for begins, start in places if begins <= place))
        at = place + min(len(words), OPENING)
    return found


def _bare(text: str) -> str:
    return NOISE.sub("", text).casefold()
