"""解读的条款: what each block of an interpretation explains, in its editor."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from clauses.proposing.propose import Reason
from interpretations.models.clause_fields import (
    LONGEST_TYPED,
    NO,
    OPEN,
    SHOWN,
    TYPED,
    YES,
    name_of,
    typed,
)
from interpretations.models.clause_links import Link
from interpretations.models.clause_panels import FormPanel
from interpretations.models.clauses import PageClause, clauses_of
from interpretations.models.coverage import Coverage, coverage_of, links_to
from interpretations.models.explaining import (
    ExplainingBlock,
    block_keys,
    blocks_of,
    clauses_by_target,
    drafts_of,
    links_told,
    proposals,
)
from interpretations.models.policy import PolicyPage

EXCERPT = 60  # characters


@dataclass(frozen=True)
class LinkRow:
    """One link as the panel shows it; `clause` is None where the document has it no longer."""

    link: Link
    clause: PageClause | None
    title: str
    answer: str
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """The name of the choice in the form."""
        return name_of(self.link)


@dataclass
class BlockRow:
    """A block with its links and proposals; `typed` are words that were not understood."""

    block: ExplainingBlock
    typed: str
    links: list[LinkRow] = field(default_factory=list)

    @property
    def excerpt(self) -> str:
        return Truncator(self.block.paragraphs[0]).chars(EXCERPT)

    @property
    def typed_name(self) -> str:
        return f"{TYPED}:{self.block.key}"


@dataclass(frozen=True)
class Explaining:
    """What the panel of an interpretation shows."""

    blocks: list[BlockRow]
    documents: list[PolicyPage]
    coverage: Coverage
    # Answers about blocks that have no row while they are empty.
    waiting: list[LinkRow]
    longest_typed: int = LONGEST_TYPED

    @property
    def labels(self) -> Iterator[str]:
        """What may be typed, for the browser to complete; further documents by their titles."""
        for place, policy in enumerate(self.documents):
            title = f"《{policy.title}》" if place else ""
            yield from (f"{title}{clause.label}" for clause in clauses_of(policy))


def explaining(page: Any, parent: PolicyPage, words: dict[str, str], user: Any) -> Explaining:
    """Lay out the blocks of an interpretation with what they explain or may explain.

    `words` are what was typed for blocks and not understood; `user` is who looks.
    """
    documents = drafts_of(page, parent, user)
    blocks = list(blocks_of(page))
    rows = {block.key: BlockRow(block, words.get(block.key, "")) for block in blocks}
    answers = dict.fromkeys(Link.read(page.clause_links_dropped), NO)
    answers.update(dict.fromkeys(Link.read(page.clause_links), YES))
    proposed = {one.link: one.reasons for one in proposals(blocks, documents)}
    named = {policy.pk: policy.title if place else "" for place, policy in enumerate(documents)}
    there = clauses_by_target(documents)
    waiting, keys = [], block_keys(page)
    for link in dict.fromkeys([*answers, *proposed]):
        clause, title = there.get((link.policy, link.clause)), named.get(link.policy, "")
        row = LinkRow(link, clause, title, answers.get(link, OPEN), proposed.get(link, ()))
        if link.block in rows and link.policy in named:
            rows[link.block].links.append(row)
        elif link.block in keys:
            waiting.append(row)
    own = coverage_of(
        documents[0], [*Link.read(page.clause_links), *links_to(parent, without=page)]
    )
    return Explaining(list(rows.values()), documents, own, waiting)


class ClauseLinksPanel(FormPanel):
    """解读的条款: each block of the interpretation with the clauses that it explains."""

    fields = ("clause_links", "clause_links_dropped")

    def told(self, value: Any, page: Any, user: Any) -> Iterator[str]:
        yield from links_told(page, Link.read(value), user)

    class BoundPanel(FormPanel.BoundPanel):
        template_name = "interpretations/admin/clause_links.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            parent = self.form.parent_page.specific
            words = typed(self.form.data) if self.form.errors.get("clause_links") else {}
            page, user = self.instance, self.request.user
            return {
                **super().get_context_data(parent_context),
                "explaining": explaining(page, parent, words, user) if page.pk else None,
                "url": reverse("releases:clauses", args=[page.pk]) if page.pk else "",
                "shown": SHOWN,
                "answers": (YES, NO, OPEN),
            }
