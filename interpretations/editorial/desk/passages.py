"""The text of a file beside its fields: each field's place marked, as plain words.

A long text is shown in parts: its ends, and what stands around each place that a person should
look at.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from clauses import ClauseTree, Role
from drafting.flow import Flow, Paragraph, Table
from drafting.place import Place
from drafting.recognize import Found
from interpretations.editorial.drop_forms import anchor_of
from interpretations.importing.body import said_by_fields
from interpretations.importing.proposal import Proposal

MOST_WHOLE, MOST_SIGNS = 200, 30_000  # of a text that is shown whole
HEAD, TAIL, AROUND = 30, 20, 1
MOST_LOOKED_AT = 50
LONGEST, BEFORE = 400, 100  # signs of one passage; how many of them before what is marked
BETWEEN_CELLS = " ｜ "
# What stands around the clauses and usually has a field; the rest is the text itself.
AROUND_CLAUSES = frozenset(
    {Role.TITLE, Role.DOC_NUMBER, Role.RECIPIENTS, Role.FIELD, Role.ATTACHMENTS, Role.SIGNATURE,
     Role.DATE, Role.NOTE}
)  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A field that was found in a passage; `control` is the id of where it is corrected, or ''."""

    name: str
    control: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a row of a table, a picture or a note; `marked` is what a field was read from.

    `skipped` passages before it are not shown; `is_left` says that the line around the clauses
    stays in the text, because no field holds all of it.
    """

    anchor: str
    place: str
    before: str
    marked: str
    behind: str
    labels: tuple[Label, ...]
    is_left: bool
    skipped: int


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a text; `skipped` passages follow the last one.

    `is_whole` says that nothing of it is left out, neither passages nor words of one.
    """

    passages: tuple[Passage, ...]
    skipped: int
    is_whole: bool


@dataclass(frozen=True)
class _Line:
    place: Place
    text: str


def excerpt_of(
    flow: Flow,
    proposal: Proposal,
    fields: Mapping[Label, Found],
    prefix: str,
    held: Collection[str],
) -> Excerpt:
    """The text of a file with the places of its fields; `prefix` tells it from other files.

    `held` are the names of the recognized fields that the draft holds.
    """
    lines = list(_lines(flow))
    found: dict[Place, list[tuple[Label, str]]] = defaultdict(list)
    for label, one in fields.items():
        found[one.place].append((label, one.words.partition("\n")[0]))
    left = dict.fromkeys(_left(flow, proposal, held))  # in their order
    looked_at = {*found, *islice(left, MOST_LOOKED_AT), *_findings(flow, proposal.tree)}
    passages, anchors, last = [], set[str](), -1
    is_whole = _is_short(lines)
    for order in range(len(lines)) if is_whole else _shown(lines, looked_at):
        line = lines[order]
        anchor = anchor_of(prefix, line.place)
        labels = found.get(line.place, []) if anchor not in anchors else []
        words = _parted(line.text, [words for _label, words in labels])
        before, marked, behind = words if is_whole else _cut(*words)
        passages.append(
            Passage(
                anchor="" if anchor in anchors else anchor,
                place=line.place.words(_),
                before=before,
                marked=marked,
                behind=behind,
                labels=tuple(label for label, _words in labels),
                is_left=line.place in left,
                skipped=order - last - 1,
            )
        )
        anchors.add(anchor)
        last = order
    return Excerpt(tuple(passages), len(lines) - last - 1, is_whole)


def _lines(flow: Flow) -> Iterator[_Line]:
    """Everything that the file says, in its order."""
    for item in flow.items:
        if isinstance(item, Paragraph):
            yield _Line(item.place, item.text)
        elif isinstance(item, Table):
            for row in item.rows:
                if paragraphs := [one for cell in row for one in cell.paragraphs]:
                    text = BETWEEN_CELLS.join(" ".join(cell.text.split()) for cell in row)
                    yield _Line(paragraphs[0].place, text)
        else:
            yield _Line(item.place, _("［图片：%s］") % (item.alt or item.name))
    for note in flow.notes:
        yield _Line(note.place, f"{note.mark} {note.text}")


def _is_short(lines: Sequence[_Line]) -> bool:
    """Whether all of a text is shown."""
    return len(lines) <= MOST_WHOLE and sum(len(line.text) for line in lines) <= MOST_SIGNS


def _shown(lines: Sequence[_Line], looked_at: Iterable[Place]) -> list[int]:
    """The orders of the lines that are shown of a long text."""
    whole = range(len(lines))
    wanted = set(looked_at)
    kept = {*whole[:HEAD], *whole[-TAIL:]}
    for order, line in enumerate(lines):
        if line.place in wanted:
            kept.update(whole[max(order - AROUND, 0) : order + AROUND + 1])
    return sorted(kept)


def _left(flow: Flow, proposal: Proposal, held: Collection[str]) -> Iterator[Place]:
    """Where lines around the clauses stand that no field tells; they stay in the text."""
    tree, recognized = proposal.tree, proposal.recognized
    said = {matter.spans for matter in said_by_fields(tree, recognized, held)}
    for matter in tree.matter:
        if matter.role in AROUND_CLAUSES and matter.spans not in said:
            for span in matter.spans:
                if isinstance(span.key, int):
                    yield flow.items[span.key].place


def _findings(flow: Flow, tree: ClauseTree) -> Iterator[Place]:
    """Where the first findings are."""
    for told in islice((one for one in flow.findings if one.place), MOST_LOOKED_AT):
        assert told.place is not None
        yield told.place
    for finding in islice((one for one in tree.findings if one.spans), MOST_LOOKED_AT):
        if isinstance(key := finding.spans[0].key, int):
            yield flow.items[key].place


def _parted(text: str, words: Iterable[str]) -> tuple[str, str, str]:
    """A text in three: before, what is marked, and behind."""
    marked = next((one for one in words if one and one in text), "")
    return text.partition(marked) if marked else (text, "", "")


def _cut(before: str, marked: str, behind: str) -> tuple[str, str, str]:
    """The three no longer than a screen bears."""
    is_long = len(before) + len(marked) + len(behind) > LONGEST
    if marked and is_long and len(before) > BEFORE:
        before = f"…{before[-BEFORE:]}"
    return _clipped(before), _clipped(marked), _clipped(behind)


def _clipped(text: str) -> str:
    return Truncator(text).chars(LONGEST)
