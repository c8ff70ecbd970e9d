"""A first draft of captions: the transcript's words spread over the duration."""

import re
from collections.abc import Sequence

from media.captions.markup import printable
from media.captions.read import Cue

LONGEST = 36  # characters in a cue
SENTENCE = re.compile(r"[^。！？；]+[。！？；]*|[。！？；]+")


def spread(paragraphs: Sequence[str], duration: float) -> list[Cue]:
    """Cues in proportion to their characters; the last ends at `duration` (seconds)."""
    pieces = [piece for paragraph in paragraphs for piece in _pieces(paragraph)]
    total = sum(map(len, pieces))
    length = int(duration * 1000)
    if length < len(pieces):  # thousandths: not one for each
        return []
    cues, spoken, start = [], 0, 0
    for number, piece in enumerate(pieces, 1):
        spoken += len(piece)
        end = max(start + 1, min(length * spoken // total, length - len(pieces) + number))
        cues.append(Cue(start / 1000, end / 1000, piece))
        start = end
    return cues


def _pieces(paragraph: str) -> list[str]:
    """Sentences, long ones in parts of equal length."""
    pieces = []
    for sentence in SENTENCE.findall(printable(paragraph).replace("\n", " ")):
        count = -(-len(sentence) // LONGEST)
        size = -(-len(sentence) // count)
        parts = (sentence[start : start + size].strip() for start in range(0, len(sentence), size))
        pieces += [part for part in parts if part]
    return pieces
