"""How one body counts, seen over the whole of it, and which numbers are then clauses."""

from collections.abc import Sequence
from dataclasses import dataclass

from clauses.model import Level
from clauses.splitting.labels import Label
from clauses.splitting.pieces import Piece

_RANKS = {
    Level.BIAN: 0.0,
    Level.ZHANG: 1.0,
    Level.JIE: 2.0,
    Level.TIAO: 3.0,
    Level.KUAN: 4.0,
    Level.L1: 5.0,
    Level.L2: 6.0,
    Level.L3: 7.0,
    Level.L4: 8.0,
    Level.L5: 9.0,
}
_ABOVE_ARTICLES = 2.5
_PLAN, _UNDER_L2, _UNDER_L3 = 4.0, 6.5, 7.5
_CHAPTERS = (Level.BIAN, Level.ZHANG, Level.JIE)


@dataclass(frozen=True)
class Scheme:
    """What holds for a whole body.

    `marked`: a blank follows an article's number; `restarts`: articles begin at one again in
    each chapter; `l1_above`: 一、 stands above articles, as a chapter does; `plan`: 1, 1.1, 1.1.1.
    """

    marked: bool
    restarts: bool
    l1_above: bool
    plan: bool

    def rank(self, label: Label, l3: int | None) -> float:
        """How deep a number stands; `l3` is the figure of the open clause of the form 1."""
        if label.form is Level.L1 and self.l1_above:
            return _ABOVE_ARTICLES
        if label.form is not Level.DEC:
            return _RANKS[label.form]
        free = _PLAN if self.plan else _UNDER_L2
        base = _UNDER_L3 if l3 == label.values[0] else free
        return base + len(label.values) / 100


def scheme_of(pieces: Sequence[Piece]) -> Scheme:
    labels = [piece.label for piece in pieces if piece.label]
    articles = [label for label in labels if label.form is Level.TIAO and not label.named]
    return Scheme(
        marked=any(label.marked for label in articles),
        restarts=_restarts(labels),
        l1_above=_l1_above(labels),
        plan=_is_plan(labels),
    )


def _restarts(labels: Sequence[Label]) -> bool:
    """Whether the first article of at least two chapters is 第一条."""
    firsts, open_chapter = 0, True
    for label in labels:
        if label.form in (*_CHAPTERS, Level.L1):
            open_chapter = True
        elif label.form is Level.TIAO and label.marked:
            firsts += open_chapter and label.values == (1,)
            open_chapter = False
    return firsts > 1


def _l1_above(labels: Sequence[Label]) -> bool:
    """Whether 一、 comes before the first article and 二、 goes on counting after articles."""
    last, articles = 0, 0
    for label in labels:
        if label.form is Level.L1:
            if articles and last and label.values[0] == last + 1:
                return True
            last = label.values[0]
        elif label.form is Level.TIAO and label.marked:
            if not last:
                return False
            articles += 1
    return False


def _is_plan(labels: Sequence[Label]) -> bool:
    tops = {label.values[0] for label in labels if _is_top_of_plan(label)}
    return any(
        label.form is Level.DEC and label.values[0] in tops
        for label in labels[1:]
        if len(label.values) > 1
    )


def _is_top_of_plan(label: Label) -> bool:
    return label.form is Level.DEC and len(label.values) == 1


class Judge:
    """Says of each piece of a body, in order, whether its number makes it a clause."""

    def __init__(self, pieces: Sequence[Piece], scheme: Scheme) -> None:
        self.scheme = scheme
        self.articles: int = 0
        self.tops: int = 0
        self.last_dec: tuple[int, ...] = ()
        self._coming = _coming_articles(pieces)

    def accepts(self, place: int, label: Label) -> bool:
        """Whether the label of the piece at `place` is a clause's own number."""
        if label.form is Level.TIAO:
            good = self._article(place, label)
            self.articles = label.values[0] if good else self.articles
            return good
        if label.form is Level.DEC:
            good = self._decimal(label)
            self.last_dec = label.values if good else self.last_dec
            return good
        return True

    def _article(self, place: int, label: Label) -> bool:
        if label.marked:
            return True
        value = label.values[0]
        if label.named or value != self.articles + 1:
            return False
        # Where numbers stand before a blank, one without is a citation, unless it is missed.
        return not self.scheme.marked or self._coming[place] == value + 1

    def _decimal(self, label: Label) -> bool:
        if _is_top_of_plan(label):
            # 3 个工作日 begins a sentence; the parts of a plan count on.
            good = self.scheme.plan and label.values[0] - self.tops in (1, 2)
            self.tops = label.values[0] if good else self.tops
            return good
        if label.marked or self.scheme.plan:
            return True
        *head, tail = label.values
        return tail == 1 or self.last_dec == (*head, tail - 1)


def _coming_articles(pieces: Sequence[Piece]) -> list[int | None]:
    """For each place the figure of the next marked article after it."""
    coming: list[int | None] = [None] * len(pieces)
    following: int | None = None
    for place in range(len(pieces) - 1, -1, -1):
        coming[place] = following
        label = pieces[place].label
        if label and label.form is Level.TIAO and label.marked:
            following = label.values[0]
    return coming
