"""The running text of a file, cut where that of a draft is cut, so that blocks can be known again.

Somebody who writes cuts a text into blocks as they like; a file knows nothing of it. Each
paragraph of the file goes into the block of the draft in which it stood.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clauses.identity.align import Known, align
from interpretations.clauses.rich_text import lines_of
from interpretations.importing.body import Line, Text

# Which block of the draft a line is of; of a line that is new, the section of the file, below zero.
Owner = int


@dataclass
class _Run:
    """Lines after one another of one owner; `is_main` is what a block of the draft has most of."""

    owner: Owner
    lines: list[Line]
    is_main: bool = False

    @property
    def size(self) -> int:
        return sum(len(line.html) for line in self.lines)


def cut_as(texts: Sequence[str], stretches: Sequence[Sequence[Text]]) -> Iterator[list[Text]]:
    """Yield each stretch of the file's text, cut where the draft's `texts` (HTML) are cut.

    A stretch is what stands between two tables or pictures, as its sections.
    """
    owners = _owners(texts, stretches)
    runs = [list(_runs(stretch, owners)) for stretch in stretches]
    _mark_main(run for stretch in runs for run in stretch)
    for stretch in runs:
        yield [Text(tuple(run.lines)) for run in _joined(stretch)]


def words_of(html: str) -> str:
    """The words of rich text, a line for each paragraph."""
    return "\n".join(line.text for line in lines_of(html))


def _owners(texts: Sequence[str], stretches: Iterable[Sequence[Text]]) -> Iterator[int | None]:
    """Of each line of the file the text of the draft in which it stood."""
    known = [
        Known((owner, at), "", f"old/{owner}.{at}", line.text)
        for owner, html in enumerate(texts)
        for at, line in enumerate(lines_of(html))
    ]
    lines = [line for stretch in stretches for section in stretch for line in section.lines]
    new = [Known(at, "", f"new/{at}", words_of(line.html)) for at, line in enumerate(lines)]
    for found in align([known], new):
        yield found[0] if isinstance(found, tuple) else None


def _runs(stretch: Sequence[Text], owners: Iterator[int | None]) -> Iterator[_Run]:
    """The lines of a stretch; one that is new goes with those before it, or behind it."""
    run: _Run | None = None
    for number, section in enumerate(stretch, start=1):
        own = [next(owners) for _line in section.lines]
        now = next((one for one in own if one is not None), -number)
        for line, found in zip(section.lines, own, strict=True):
            now = now if found is None else found
            if run is None or run.owner != now:
                if run is not None:
                    yield run
                run = _Run(now, [])
            run.lines.append(line)
    if run is not None:
        yield run


def _mark_main(runs: Iterable[_Run]) -> None:
    largest: dict[Owner, _Run] = {}
    for run in runs:
        if run.owner >= 0 and run.size > (largest[run.owner].size if run.owner in largest else 0):
            largest[run.owner] = run
    for run in largest.values():
        run.is_main = True


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Runs without what merely stands inside a block: a new section, a line of another block."""
    joined: list[_Run] = []
    for run in runs:
        at = _same_block(joined, run.owner)
        if at is None:
            joined.append(run)
            continue
        for one in (*joined[at + 1 :], run):
            joined[at].lines += one.lines
        joined[at].is_main |= run.is_main
        del joined[at + 1 :]
    return joined


def _same_block(joined: Sequence[_Run], owner: Owner) -> int | None:
    """Where a block of the draft goes on, if nothing came between that is a block of its own."""
    if owner < 0:
        return None
    for at in reversed(range(len(joined))):
        if joined[at].owner == owner:
            return at
        if joined[at].is_main:
            return None
    return None
