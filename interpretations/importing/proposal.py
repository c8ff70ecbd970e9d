"""A proposal: everything that was found in one file, before anything is written."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from clauses import ClauseTree
from clauses.splitting.split import split
from drafting import sentences
from drafting.flow import Flow
from drafting.recognize import FIELDS, Recognized, What, recognize
from interpretations.importing.body import Block, blocks_of
from interpretations.importing.outline import paragraphs_of
from interpretations.importing.troubles import sentences_of

# What a draft has no place for, or, of an interpretation, what it has one for.
IN_NO_DOCUMENT = frozenset({"responsible", "contacts", "signed_by", "explains"})
IN_AN_INTERPRETATION = frozenset({"title", "contacts"})


@dataclass(frozen=True)
class Proposal:
    """What a file says.

    `recognized` holds the fields with their places and `missing`, what was not recognized;
    `blocks` the body without the lines that became fields; `findings` are sentences of the
    reader's language; `digest` is of the words alone, so that a text and a Word file of the same
    document have the same.
    """

    name: str
    recognized: Recognized
    blocks: tuple[Block, ...]
    tree: ClauseTree
    findings: tuple[str, ...]
    digest: str

    @property
    def what(self) -> What:
        return self.recognized.what

    @property
    def title(self) -> str:
        """The title, or the name of the file where the text has none."""
        return self.recognized.value("title") or self.name.rpartition(".")[0] or self.name

    @property
    def clauses(self) -> list[dict[str, str]]:
        """The clause tree as other programs read it (docs/contract.md)."""
        return [
            {
                "id": clause.id,
                "path": clause.path,
                "number": clause.number,
                "level": clause.level.value,
                "heading": clause.heading,
            }
            for clause in self.tree.clauses
        ]

    @property
    def fields(self) -> dict[str, Any]:
        """The fields as JSON has them."""
        return self.recognized.as_json()


def propose(flow: Flow, name: str) -> Proposal:
    """What a file of this name says; reads the text alone and asks no database."""
    return proposal_of(flow, name, *recognized_in(flow))


def recognized_in(flow: Flow) -> tuple[Recognized, ClauseTree]:
    """The fields and the clauses of a text: what takes long."""
    return recognize(flow), split(paragraphs_of(flow))


def proposal_of(flow: Flow, name: str, recognized: Recognized, tree: ClauseTree) -> Proposal:
    """The proposal of a text in which these fields and clauses were found."""
    told = [sentences.finding(finding, _) for finding in flow.findings]
    return Proposal(
        name=name,
        recognized=recognized,
        blocks=tuple(blocks_of(flow, tree, recognized, _places_in(recognized.what))),
        tree=tree,
        findings=(*told, *sentences_of(tree, flow)),
        digest=_digest(flow),
    )


def holding(proposal: Proposal, flow: Flow, held: Collection[str]) -> Proposal:
    """The proposal for a draft that holds these recognized fields; other lines stay text."""
    blocks = tuple(blocks_of(flow, proposal.tree, proposal.recognized, held))
    return replace(proposal, blocks=blocks)


def _places_in(what: What) -> Collection[str]:
    """The fields for which a draft of this kind has a place."""
    if what is What.INTERPRETATION:
        return IN_AN_INTERPRETATION
    return frozenset(FIELDS) - IN_NO_DOCUMENT


def unlike_one_text(proposal: Proposal) -> str:
    """Why a text cannot become one draft; '' where it can."""
    if proposal.what is What.SEVERAL:
        parts = [
            _("「%(title)s」从%(place)s起") % {"title": part.title, "place": part.place.words(_)}
            for part in proposal.recognized.parts
        ]
        facts = {"count": len(parts), "parts": "，".join(parts)}
        return _("一个文件里有 %(count)d 份：%(parts)s。请分成几个文件，再导入。") % facts
    if proposal.what is What.UNKNOWN or not proposal.blocks:
        return _("文件里没有正文。请检查是不是选错了文件。")
    return ""


def _digest(flow: Flow) -> str:
    return hashlib.sha256("\n".join(_words(flow)).encode()).hexdigest()


def _words(flow: Flow) -> Iterator[str]:
    for paragraph in flow.every_paragraph():
        for line in paragraph.text.split("\n"):
            if words := " ".join(line.split()):
                yield words
    for picture in flow.pictures:
        yield hashlib.sha256(picture.data).hexdigest()
