"""What an interpretation explains, as its draft stands: blocks, documents, proposed clauses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clauses.citing.document import Document
from clauses.proposing.propose import Reason, propose
from interpretations.clauses.rich_text import lines_of
from interpretations.models.clause_links import SECTIONS, Link
from interpretations.models.clauses import PageClause, clauses_of, split_of
from interpretations.models.policy import PolicyPage

if TYPE_CHECKING:
    from interpretations.models.interpretation import InterpretationPage

MOST_PROPOSED = 6  # for one block


@dataclass(frozen=True)
class ExplainingBlock:
    """A part of an interpretation that can explain clauses.

    `key` is the id of a block of the body or a name of `SECTIONS`; `name` and `paragraphs` are
    what people read.
    """

    key: str
    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ProposedLink:
    """A link that nobody has confirmed, from 0 to 1 how sure it is, and why."""

    link: Link
    strength: float
    reasons: tuple[Reason, ...]


def blocks_of(page: "InterpretationPage") -> Iterator[ExplainingBlock]:
    """The parts of an interpretation in their order, those without words left out."""
    for name in SECTIONS:
        paragraphs = _lines(_paragraphs(getattr(page, name)))
        if paragraphs:
            label = str(page._meta.get_field(name).verbose_name)
            yield ExplainingBlock(name, label, paragraphs)
    for place, child in enumerate(page.body, start=1):
        if paragraphs := _lines(_words_of(child)):
            yield ExplainingBlock(child.id or "", block_name(place, child), paragraphs)


def block_name(place: int, child: Any) -> str:
    """How people call a block of a body; `place` counts from 1."""
    return _("第 %(place)d 块「%(name)s」") % {"place": place, "name": child.block.label}


def links_told(page: "InterpretationPage", links: Iterable[Link], user: Any) -> Iterator[str]:
    """What links of this text say to a person, a line each: which block explains which clause."""
    names = {block.key: block.name for block in blocks_of(page)}
    told = [link for link in links if link.block in names]
    if not told:
        return
    labels = {
        (policy.pk, clause.identity): f"《{policy.title}》{clause.label}"
        for policy in drafts_of(page, page.policy, user)
        for clause in clauses_of(policy)
    }
    for link in told:
        label = labels.get((link.policy, link.clause)) or _("现在没有的条款")
        yield f"{names[link.block]}：{label}"


def block_keys(page: "InterpretationPage") -> set[str]:
    """What a link of this interpretation may stand in."""
    # Not as stored: a body that is only typed would order the slices of its pictures.
    return {*SECTIONS, *(child.id for child in page.body if child.id)}


def _words_of(child: Any) -> Iterable[str]:
    value = child.value
    if child.block_type == "text":
        return _paragraphs(value.source)
    if child.block_type == "question":
        return [value["question"], *_paragraphs(value["answer"].source)]
    if child.block_type == "quotation":
        # The block says that it quotes; in running text marks do.
        return [f"“{value['text']}”", value["source"] or ""]
    return [str(text) for text in child.block.get_searchable_content(value)]


def _paragraphs(html: str) -> list[str]:
    """Each by itself: its heading and its quotations begin where it begins."""
    return [line.text for line in lines_of(html)]


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


def drafts_of(
    page: "InterpretationPage", parent: PolicyPage, user: Any, also: Iterable[int] = ()
) -> list[PolicyPage]:
    """The documents that an interpretation explains, its own first, each as it will be released.

    `user` looks at them or writes about them: of a further document that this person may not
    write only what is public counts, its draft is under embargo (P7). `also` are further ones,
    by number, that a form names and the draft does not yet.
    """
    numbers = {*page.further_ids, *also} - {parent.pk}
    further = PolicyPage.objects.filter(pk__in=numbers).select_related("latest_revision")
    asked = [(policy, may_write(user, policy)) for policy in further.order_by("path")]
    return [
        _newest(parent),
        *(
            _newest(policy) if is_own else policy
            for policy, is_own in asked
            if is_own or policy.live
        ),
    ]


def may_write(user: Any, policy: PolicyPage) -> bool:
    """Whether the draft of a document is this person's to write, and so to see."""
    return user is not None and policy.permissions_for_user(user).can_edit()


def _newest(policy: PolicyPage) -> PolicyPage:
    revision = policy.latest_revision
    return revision.as_object() if revision else policy


def clauses_by_target(documents: Iterable[PolicyPage]) -> dict[tuple[int, str], PageClause]:
    """The clauses that a link may lead to, by number of the document and identity."""
    return {
        (policy.pk, clause.identity): clause
        for policy in documents
        for clause in clauses_of(policy)
    }


def proposals(
    blocks: Sequence[ExplainingBlock], documents: Iterable[PolicyPage]
) -> list[ProposedLink]:
    """Which clauses of these documents each block seems to explain, the surest first.

    What a citation, a quotation, a heading, a long phrase or a figure says; a person decides.
    """
    rows = [(block.key, line) for block in blocks for line in block.paragraphs]
    found: list[ProposedLink] = []
    for document in documents:
        found += _proposed_in(document, rows)
    found.sort(key=lambda one: -one.strength)
    count: dict[str, int] = {}
    kept = []
    for one in found:
        count[one.link.block] = count.get(one.link.block, 0) + 1
        if count[one.link.block] <= MOST_PROPOSED:
            kept.append(one)
    return kept


def _proposed_in(policy: PolicyPage, rows: Sequence[tuple[str, str]]) -> list[ProposedLink]:
    tree, identity = split_of(policy)
    reasons: dict[Link, dict[Reason, None]] = {}
    strength: dict[Link, float] = {}
    for one in propose([line for _key, line in rows], Document(tree)):
        link = Link(rows[one.paragraph][0], policy.pk, identity[one.clause])
        reasons.setdefault(link, {}).update(dict.fromkeys(one.reasons))
        strength[link] = max(strength.get(link, 0), one.strength)
    return [ProposedLink(link, strength[link], tuple(reasons[link])) for link in reasons]


def followed(
    page: "InterpretationPage", links: Iterable[Link], parent: PolicyPage
) -> Iterator[Link]:
    """The links that this text can have: of blocks that it has, to documents that it explains.

    A copied interpretation, which nobody wrote yet, names the clauses of the document that it was
    copied from; its links follow to the same clauses of its own.
    """
    blocks, explained = block_keys(page), {parent.pk, *page.further_ids}
    same: dict[int, dict[str, str]] = {}
    for link in links:
        if link.block not in blocks:
            continue
        if link.policy in explained:
            yield link
            continue
        if link.policy not in same and not page.contributions.exists():
            same[link.policy] = _same_clauses(link.policy, parent)
        if clause := same.get(link.policy, {}).get(link.clause):
            yield Link(link.block, parent.pk, clause)


def _same_clauses(source_id: int, target: PolicyPage) -> dict[str, str]:
    """Clauses of one document and those of another with the same place and words, by identity."""
    source = PolicyPage.objects.filter(pk=source_id).first()
    if source is None:
        return {}
    there = {_place(clause): clause.identity for clause in clauses_of(_newest(target))}
    return {
        clause.identity: there[_place(clause)]
        for clause in clauses_of(_newest(source))
        if _place(clause) in there
    }


def _place(clause: PageClause) -> tuple[str, str]:
    return clause.path, clause.text
