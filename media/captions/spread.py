"""A first draft of captions: the transcript's words spread over the duration."""

import re
from collections.abc import Sequence

from media.captions.read import Cue, plain

LONGEST = 36  # characters in a cue
SENTENCE = re.compile(r"[^。！？；]+[。！？；]*|[。！？；]+")


def spread(paragraphs: Sequence[str], duration: float) -> list[Cue]:
    """Cues in proportion to their characters; the last ends at `duration` (seconds)."""
    pieces = [piece for one in paragraphs for piece in _pieces(one)]
    total = sum(map(len, pieces))
    length = int(duration * 1000)
    if length < len(pieces):  # thousandths: not one for each
        return []
    cues, said, start = [], 0, 0
    for place, piece in enumerate(pieces, 1):
        said += len(piece)
        end = max(start + 1, min(length * said // total, length - len(pieces) + place))
        cues.append(Cue(start / 1000, end / 1000, piece))
        start = end
    return cues


def _pieces(paragraph: str) -> list[str]:
    """Sentences, long ones in parts of equal length."""
    found = []
    for sentence in SENTENCE.findall(plain(paragraph).replace("\n", " ")):
        count = -(-len(sentence) // LONGEST)
        size = -(-len(sentence) // count)
        parts = (sentence[at : at + size].strip() for at in range(0, len(sentence), size))
        found += [part for part in parts if part]
    return found
