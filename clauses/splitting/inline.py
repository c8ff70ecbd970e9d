"""Clauses that stand in one line with others: a copy without line breaks, or 1.… 2.… in a row.

A number inside a sentence is no clause. In a sound line a run counts only where it begins at one
(or goes on from the number at the line's beginning) and each number follows a finished sentence.
Where a copy has lost its line breaks, the run of numbers is all there is to go by.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from clauses.model import Finding, Kind, Level, Trouble
from clauses.numerals import CHINESE
from clauses.splitting.labels import label_at
from clauses.splitting.pieces import Piece

_TOKEN = re.compile(
    rf"(?P<head>第 *(?:[{CHINESE}]+|[0-9]+) *[编章节](?= ))"
    rf"|(?P<article>第 *(?:[{CHINESE}]+|[0-9]+) *条(?:之[{CHINESE}]+)?(?= ))"
    rf"|(?P<l1>(?<![{CHINESE}第、(年])[{CHINESE}]{{1,3}}、)"
    rf"|(?P<l2>\([{CHINESE}]{{1,3}}\))"
    r"|(?P<l3>(?<![0-9.(A-Za-z-])[0-9]{1,3}(?:\.|、)(?=[^0-9]))"
)
_FINISHED = "。;!?:)】」”"
_ORDER = (Level.BIAN, Level.ZHANG, Level.JIE, Level.TIAO, Level.L1, Level.L2, Level.L3)
_AFTER_A_SENTENCE = {Level.L2: "。;:!?", Level.L3: "。!?"}
_MOST_SKIPPED = 2
_FEWEST = 3  # articles in a line that has lost its line breaks
_LOOKED_AT = 12


@dataclass(frozen=True)
class _Token:
    """A number somewhere in a line: its form, its figure, where it begins, what precedes it."""

    form: Level
    value: int
    start: int
    before: str
    sign: str


def parted(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Finding]]:
    """Cut each piece in front of every clause that begins inside it."""
    result: list[Piece] = []
    findings: list[Finding] = []
    for piece in pieces:
        cuts = []
        if piece.kind is not Kind.TABLE and not piece.words.startswith("附件"):
            tokens = _tokens(piece.text, piece.folded)
            sequence = _in_sequence(tokens)
            if _is_run_together(sequence):
                cuts = [token.start for token in sequence]
                findings.append(Finding(Trouble.RUN_TOGETHER, spans=piece.spans))
                if (label := piece.label) and cuts[0] >= label.end:
                    # It counts with no other number: the first of the page counters.
                    counter = piece.cut(0, label.end)
                    findings.append(
                        Finding(Trouble.PAGE_COUNTER, label.printed, spans=counter.spans)
                    )
                    result += _cut(piece, [label.end, *cuts])[1:]
                    continue
            else:
                cuts = _cuts_of_a_sound_line(piece, tokens)
        result += _cut(piece, cuts)
    return result, findings


def _cut(piece: Piece, cuts: Iterable[int]) -> list[Piece]:
    edges = sorted({0, *cuts, len(piece.text)})
    if len(edges) == 2:
        return [piece] if piece.words else []
    parts = (piece.cut(a, b) for a, b in pairwise(edges))
    return [part for part in parts if part.words]


@lru_cache(4096)
def _tokens(text: str, folded: str) -> tuple[_Token, ...]:
    found = []
    for match in _TOKEN.finditer(folded):
        # A chapter's heading ends nowhere in such a line; other numbers are judged by what follows.
        end = match.end() + (1 if match["head"] else _LOOKED_AT)
        label = label_at(text[match.start() : end], folded[match.start() : end])
        if label and not (label.named and label.form is not Level.L3):
            before = folded[: match.start()].rstrip(" ")[-1:]
            found.append(_Token(label.form, label.values[0], match.start(), before, match[0][-1]))
    return tuple(found)


def _in_sequence(tokens: Sequence[_Token]) -> list[_Token]:
    """The numbers that go on counting, a lost one forgiven, or begin anew under a higher one."""
    last: dict[Level, int] = {}
    renewed = set(_ORDER)
    taken = []
    for token in _of_one_style(tokens):
        if token.form not in _ORDER or _inside_a_sentence(token):
            continue
        step = token.value - last.get(token.form, 0)
        if 1 <= step <= _MOST_SKIPPED or (token.value == 1 and token.form in renewed):
            taken.append(token)
            last[token.form] = token.value
            renewed.discard(token.form)
            renewed.update(_ORDER[_ORDER.index(token.form) + 1 :])
    return taken


def _of_one_style(tokens: Sequence[_Token]) -> list[_Token]:
    """Without the rarer of 1. and 1、: a text writes one of them, the other counts its pages."""
    signs = Counter(token.sign for token in tokens if token.form is Level.L3)
    usual = signs.most_common(1)[0][0] if signs else ""
    return [token for token in tokens if token.form is not Level.L3 or token.sign == usual]


def _inside_a_sentence(token: _Token) -> bool:
    """Articles and chapters are cited in sentences; they begin after a finished one only."""
    cited = token.form in _ORDER[:4]
    return cited and bool(token.before) and token.before not in _FINISHED


def _is_run_together(sequence: Sequence[_Token]) -> bool:
    if len(sequence) < _FEWEST:  # as in most lines, and counting costs
        return False
    counts = {form: sum(token.form is form for token in sequence) for form in _ORDER}
    parts = counts[Level.L1] >= 2 and counts[Level.L2] + counts[Level.L3] >= 2
    return parts or counts[Level.TIAO] >= _FEWEST


def _cuts_of_a_sound_line(piece: Piece, tokens: Sequence[_Token]) -> list[int]:
    tokens = [token for token in tokens if token.start]
    if not tokens:
        return []
    label = piece.label
    cuts: list[int] = []
    for form in (Level.L1, Level.L2, Level.L3):
        finished = _AFTER_A_SENTENCE.get(form, "。")
        inner = [t for t in tokens if t.form is form and t.before in finished]
        own = label.values[0] if label and label.form is form else 0
        if form is Level.L1 and not own:
            continue
        run: list[_Token] = []
        for token in inner:
            if token.before and token.value == own + len(run) + 1:
                run.append(token)
        if len(run) >= (1 if own else 2):
            cuts += [token.start for token in run]
    return cuts
