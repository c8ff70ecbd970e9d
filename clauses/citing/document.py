"""A document as citations see it: its titles, and its clauses by their figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clauses.characters import plain
from clauses.model import Clause, ClauseTree, Level

_LAW = {
    "编": Level.BIAN,
    "章": Level.ZHANG,
    "节": Level.JIE,
    "条": Level.TIAO,
    "款": Level.KUAN,
    "项": Level.XIANG,
    "目": Level.MU,
    "L1": Level.L1,
    "L2": Level.L2,
    "L3": Level.L3,
    "（）": Level.L2,
}


class Document:
    """Finds clauses by level, figures and what holds them."""

    def __init__(self, tree: ClauseTree) -> None:
        self.clauses: Mapping[str, Clause] = {clause.id: clause for clause in tree.clauses}
        self.titles = {body.number: plain(body.title) for body in tree.bodies}
        self._of_level: defaultdict[Level, list[Clause]] = defaultdict(list)
        self._inside: defaultdict[str | None, list[Clause]] = defaultdict(list)
        for clause in tree.clauses:
            self._of_level[clause.level].append(clause)
            self._inside[clause.parent].append(clause)

    def bodies_named(self, name: str) -> list[int]:
        """The bodies that a name means: a whole title, its end, or 《办法》 and 本办法."""
        name = name.removeprefix("本")
        whole = [number for number, title in self.titles.items() if title == name]
        ending = [number for number, title in self.titles.items() if name and title.endswith(name)]
        return whole or ending

    def find(self, unit: str, values: tuple[int, ...], above: Clause | None) -> list[Clause]:
        """The clauses with these figures, right inside `above`, or anywhere where that is None."""
        level = _LAW[unit]
        if above is None:
            found = [c for c in self._of_level[level] if c.values == values]
            if unit == "编" and not self._of_level[level]:
                return self.find("L1", values, None)
            return found
        if unit == "款" and values == (1,) and above.level is Level.TIAO:
            return [above]
        inner = [c for c in self._inside[above.id] if c.level is level and c.values == values]
        return inner or self._deeper(unit, level, values, above)

    def _deeper(
        self, unit: str, level: Level, values: tuple[int, ...], above: Clause
    ) -> list[Clause]:
        """第六条第（三）项 where the 项 stand in one of its 款; 第三章第六条."""
        if unit == "项" and above.level is Level.TIAO:
            inner = [c for kuan in self._inside[above.id] for c in self._inside[kuan.id]]
        elif unit in ("节", "条") or unit.startswith("L"):
            inner = [c for c in self._of_level[level] if above.id in self.holders(c)]
        else:
            inner = []
        return [c for c in inner if c.level is level and c.values == values]

    def holders(self, clause: Clause) -> list[str]:
        """The ids of what holds a clause, from the nearest up."""
        found = []
        parent = clause.parent
        while parent is not None:
            found.append(parent)
            parent = self.clauses[parent].parent
        return found

    def between(self, first: Clause, last: Clause) -> list[Clause]:
        """All clauses of one level from the first to the last, in the order of the text."""
        same = [c for c in self._of_level[first.level] if c.body == first.body]
        if first.level is not Level.TIAO:
            same = [c for c in same if c.parent == first.parent]
        return [c for c in same if first.values <= c.values <= last.values]

    def around(self, clause: Clause, unit: str) -> Clause | None:
        """The clause of a unit in which a clause stands: itself, or what holds it."""
        level = _LAW[unit]
        for one in (clause, *(self.clauses[id_] for id_ in self.holders(clause))):
            # An article's own text is its first 款.
            if one.level is level or (unit == "款" and one.level is Level.TIAO):
                return one
        return None

    def before(self, clause: Clause, unit: str, count: int) -> list[Clause]:
        """The `count` clauses of a unit right before one; fewer where there are no more."""
        level = _LAW[unit]
        if level is Level.KUAN:
            article = clause if clause.level is Level.TIAO else self.clauses[clause.parent or ""]
            row: Sequence[Clause] = [article, *self._kuan(article)]
        elif level is Level.TIAO:
            row = [c for c in self._of_level[level] if c.body == clause.body]
        else:
            row = [c for c in self._inside[clause.parent] if c.level is level]
        place = row.index(clause)
        return list(row[max(place - count, 0) : place])

    def _kuan(self, article: Clause) -> Iterable[Clause]:
        return (c for c in self._inside[article.id] if c.level is Level.KUAN)
