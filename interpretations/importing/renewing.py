"""A draft's body with the text of a file: its blocks stay who they are, and so do their links.

Running text is cut as the draft's is (`cutting`); blocks are known again as clauses are, by their
words (`clauses.identity.align`), pictures by their bytes. Nothing is given to another block.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from clauses.identity.align import Known, align
from interpretations.importing.body import Block, Cells, Notes, Picture, Text
from interpretations.importing.cutting import cut_as, words_of
from interpretations.importing.proposal import Proposal
from interpretations.importing.storing import collection_of
from interpretations.importing.stream import Brought, Part, entry_of, examine, parts_of
from interpretations.models import DepartmentPage, InterpretationPage
from interpretations.models.clause_links import Link
from interpretations.models.explaining import block_name, links_told
from interpretations.models.managed import ManagedPage

MOST_TOLD = 20


@dataclass(frozen=True)
class Renewal:
    """The parts of the new body, and what of the draft no file says, each with its place from 1.

    `stays` stands between the parts where it stood, `goes` does not.
    """

    parts: tuple[Part, ...]
    stays: tuple[tuple[int, Any], ...]
    goes: tuple[tuple[int, Any], ...]

    def told(self, draft: ManagedPage, user: Any) -> Iterator[str]:
        """What a person has to know before they confirm, in sentences."""
        if self.stays:
            yield _("文件里没有、留在原处的：%s。") % listed(block_name(*one) for one in self.stays)
        silent = [one for one in self.goes if one[1].block_type != "text"]
        if silent:
            yield _("文件里没有、会去掉的：%s。") % listed(block_name(*one) for one in silent)
        if isinstance(draft, InterpretationPage) and (lost := list(self._lost_links(draft, user))):
            yield _("文字改得太多，这些条款要重新确认：%s。") % listed(lost)

    def _lost_links(self, draft: InterpretationPage, user: Any) -> Iterator[str]:
        """Links of blocks that go, as people read them."""
        here = {part.old.id for part in self.parts if part.old is not None}
        gone = {child.id for _place, child in self.goes} - here
        lost = [link for link in Link.read(draft.clause_links) if link.block in gone]
        return links_told(draft, lost, user)


def renewal(draft: ManagedPage, blocks: Sequence[Block], brought: dict[int, Brought]) -> Renewal:
    """Work out what a file's blocks would make of a draft; writes nothing."""
    is_document = not isinstance(draft, InterpretationPage)
    before = list(draft.body)
    cut = list(_cut(before, list(parts_of(blocks, is_document=is_document))))
    parts = list(_known_again(before, cut, brought))
    here = {id(part.old) for part in parts}
    missing = [(at, one) for at, one in enumerate(before, start=1) if id(one) not in here]
    stays = [one for one in missing if not is_document and _stays(one[1])]
    _put_back(parts, before, [child for _place, child in stays])
    goes = [one for one in missing if one not in stays]
    return Renewal(tuple(parts), tuple(stays), tuple(goes))


def foreseen(draft: ManagedPage, proposal: Proposal, user: Any) -> list[str]:
    """What `renew` would tell; pictures, which take long to examine, where the draft has any."""
    has_pictures = any(child.block_type == "picture" for child in draft.body)
    brought = examine(proposal.blocks) if has_pictures else {}
    return list(renewal(draft, proposal.blocks, brought).told(draft, user))


def renew(
    draft: ManagedPage, proposal: Proposal, brought: dict[int, Brought], user: Any
) -> tuple[str, ...]:
    """Give a draft the body of a file, not saved yet; returns what became of its blocks."""
    found = renewal(draft, proposal.blocks, brought)
    told = tuple(found.told(draft, user))
    collection = collection_of(DepartmentPage.objects.ancestor_of(draft).get())
    entries = (entry_of(part, brought, collection, user) for part in found.parts)
    draft.body = StreamValue(draft.body.stream_block, [one for one in entries if one is not None])
    return told


def _stays(child: Any) -> bool:
    """Of an interpretation nothing goes but words that the file says otherwise."""
    return child.block_type not in ("text", "table")


def _cut(before: Iterable[Any], parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, running text cut as the draft has it."""
    texts = [child.value.source for child in before if child.block_type == "text"]
    grouped = [
        (is_text, list(group))
        for is_text, group in groupby(parts, lambda part: isinstance(part.block, Text))
    ]
    stretches = [
        [part.block for part in group if isinstance(part.block, Text)]
        for is_text, group in grouped
        if is_text
    ]
    cut = cut_as(texts, stretches)
    for is_text, group in grouped:
        yield from (map(Part, next(cut)) if is_text else group)


def _known_again(
    before: Sequence[Any], parts: Sequence[Part], brought: dict[int, Brought]
) -> Iterator[Part]:
    """Each part, with the block of the draft that it is."""
    old: dict[int, Any] = {}
    for kind, name in ((Text, "text"), (Cells, "table")):
        own = [at for at, part in enumerate(parts) if isinstance(part.block, kind)]
        children = [child for child in before if child.block_type == name]
        old.update(zip(own, _aligned(children, [parts[at].block for at in own]), strict=True))
    pictures = _pictures_by_digest(before)
    notes = next((child for child in before if child.block_type == "notes"), None)
    for at, part in enumerate(parts):
        if isinstance(part.block, Picture):
            same = pictures.get(brought[part.place].sha256) if pictures else None
            known = same.popleft() if same else None
        else:
            known = notes if isinstance(part.block, Notes) else old.get(at)
        yield Part(part.block, part.place, known)


def _pictures_by_digest(before: Iterable[Any]) -> dict[str, deque[Any]]:
    """The pictures of the draft in their order: one can stand there twice."""
    pictures: dict[str, deque[Any]] = {}
    for child in before:
        if child.block_type == "picture" and (digest := _digest_of(child)):
            pictures.setdefault(digest, deque()).append(child)
    return pictures


def _digest_of(picture: Any) -> str:
    image = picture.value["image"]
    return image.sha256 if image else ""


def _aligned(children: Sequence[Any], blocks: Sequence[Any]) -> Iterator[Any]:
    """Of each block of the file the one of the draft that it is, or None."""
    known = [
        Known(at, "", f"old/{at}", _words_of_child(child)) for at, child in enumerate(children)
    ]
    new = [Known(at, "", f"new/{at}", _words_of(block)) for at, block in enumerate(blocks)]
    for found in align([known], new):
        yield children[found] if isinstance(found, int) else None


def _words_of(block: Text | Cells) -> str:
    return words_of(block.html) if isinstance(block, Text) else block.text


def _words_of_child(child: Any) -> str:
    return words_of(child.value.source) if child.block_type == "text" else child.value["cells"]


def _put_back(parts: list[Part], before: Sequence[Any], staying: Iterable[Any]) -> None:
    """Put each block where it stood: behind what it stood behind, else before what followed."""
    for child in staying:
        at = next(place for place, one in enumerate(before) if one is child)
        places = {id(part.old): place for place, part in enumerate(parts)}
        ahead = (places[id(one)] + 1 for one in reversed(before[:at]) if id(one) in places)
        behind = (places[id(one)] for one in before[at + 1 :] if id(one) in places)
        start = len(parts) if at else 0
        parts.insert(next(ahead, next(behind, start)), Part(None, old=child))


def listed(names: Iterable[str]) -> str:
    """The first of these names in one sentence, and how many there are in all."""
    every = list(names)
    shown = "、".join(every[:MOST_TOLD])
    more = len(every) - MOST_TOLD
    return (
        _("%(names)s等 %(count)d 处") % {"names": shown, "count": len(every)} if more > 0 else shown
    )
