"""The heading of a clause: the words that name it, where it has such."""

import re

from clauses.characters import fold, unspaced
from clauses.model import Level

_TITLED = {Level.BIAN, Level.ZHANG, Level.JIE}
_WITHOUT = {Level.XIANG, Level.MU, Level.KUAN, Level.DUAN, Level.L5}
_CLOSED_ALONE = {Level.L1, Level.L2}
_BRACKETED = re.compile(r" *(?:【([^】]{1,40})】|\[([^\]]{1,40})\])")
_FIRST_SENTENCE = re.compile("([^。;!?:]{1,40})([。:])?")
_LONGEST, _LONGEST_PART, _LONGEST_OF_PARTS = 40, 12, 30


def heading_of(level: Level, first_line: str, follows: bool) -> str:
    """The heading in the first line of a clause, its number left out, or ''.

    `follows` says that more text belongs to the clause. A chapter's whole line is one; of 公文 the
    short first sentence, or a line without a full stop; of an article what stands in 【】, or a
    line without a full stop above its text.
    """
    line = first_line.strip(" \u3000:：")
    if level in _TITLED:
        return unspaced(line)
    if level in _WITHOUT or not line:
        return ""
    folded = fold(line)
    if level is Level.TIAO:
        if match := _BRACKETED.match(folded):
            return unspaced(match[1] or match[2])
        return unspaced(line) if follows and _is_bare(folded) else ""
    return unspaced(_of_a_document(level, line, folded))


def _is_bare(folded: str) -> bool:
    """Whether a line is short and holds no sentence."""
    return len(folded) <= _LONGEST and not re.search("[。;:!?,]", folded)


def _of_a_document(level: Level, line: str, folded: str) -> str:
    if _is_bare(folded):
        return line
    match = _FIRST_SENTENCE.match(folded)
    if not match or match[2] != "。" or not _reads_as_heading(match[1]):
        return ""
    alone = match.end() == len(folded)
    if alone and (level not in _CLOSED_ALONE or "," in match[1]):
        return ""
    return line[: match.end(1)]


def _reads_as_heading(sentence: str) -> bool:
    parts = sentence.split(",")
    if len(parts) == 1:
        return len(sentence) <= _LONGEST
    short = all(len(part) <= _LONGEST_PART for part in parts)
    return short and len(sentence) <= _LONGEST_OF_PARTS
