"""The state that would result: P1 over everything that a release touches, before it does.

Asked when a set is submitted and again inside the release: in between a document may have
been withdrawn, or the last other interpretation removed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import (
    Departure,
    Exemption,
    Explanation,
    InterpretationPage,
    Publication,
    clauses_of,
)
from interpretations.models.clause_links import Link
from interpretations.models.kinds import ItemAction


@dataclass(frozen=True)
class Move:
    """What a release does to one page: `explains` are the documents of an interpretation.

    `links` are the clauses that it explains, as document and identity; `clauses` are the
    identities of a document's own.
    """

    page_id: int
    policy_id: int
    action: str
    explains: frozenset[int] = frozenset()
    exempt: bool = False
    links: frozenset[tuple[int, str]] = frozenset()
    clauses: frozenset[str] = frozenset()

    @property
    def is_document(self) -> bool:
        return self.page_id == self.policy_id


@dataclass
class State:
    """Public documents, exempt ones, and public interpretations: page -> (home, explained).

    Of the documents in `touched` everything that explains them is known; of others not.
    """

    touched: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    exempt: set[int] = field(default_factory=set)
    interpretations: dict[int, tuple[int, frozenset[int]]] = field(default_factory=dict)


def move_of(page: Page, policy_id: int, action: str, exempt: bool = False) -> Move:
    """Say what a release would do to a page, given as the object that would be public."""
    if isinstance(page, InterpretationPage):
        links = {(link.policy, link.clause) for link in Link.read(page.clause_links)}
        explains = frozenset({policy_id, *page.further_ids})
        return Move(page.pk, policy_id, action, explains, exempt, frozenset(links))
    clauses = frozenset(clause.identity for clause in clauses_of(page))
    return Move(page.pk, policy_id, action, exempt=exempt, clauses=clauses)


def problems(moves: Iterable[Move], will_be_public: Iterable[int] = ()) -> list[str]:
    """Return a sentence for every way in which the result would break P1; empty when it is whole.

    `will_be_public` are documents of other releases under way: nobody needs to wait for them
    at submission, but everybody inside the release.
    """
    moves = [move for move in moves if move.action != ItemAction.KEEP]
    state = _touched(moves)
    _apply(moves, state)
    expected = state.documents | set(will_be_public)
    return [
        *_without_home(moves, state),
        *_explaining_nothing(moves, expected),
        *_unexplained(state),
        *_exempt_and_explained(moves, state),
    ]


def _touched(moves: list[Move]) -> State:
    """Read what is public now of every set that the release touches."""
    pages = {move.page_id for move in moves}
    explained_before = Explanation.objects.filter(page__in=pages).values_list(
        "policy_id", flat=True
    )
    named = {policy_id for move in moves for policy_id in (move.policy_id, *move.explains)}
    sets = named | set(explained_before)
    public = Publication.objects.filter(page__live=True)
    explained: dict[int, set[int]] = {}
    explanations = Explanation.objects.filter(policy__in=sets, page__live=True)
    for page_id, policy_id in explanations.values_list("page_id", "policy_id"):
        explained.setdefault(page_id, set()).add(policy_id)
    homes = dict(
        public.filter(page__in=explained, role=Publication.Role.INTERPRETATION).values_list(
            "page_id", "policy_id"
        )
    )
    involved = sets | set(homes.values())
    documents = public.filter(page__in=involved, role=Publication.Role.POLICY)
    return State(
        sets,
        set(documents.values_list("page_id", flat=True)),
        set(Exemption.objects.filter(page__in=sets).values_list("page_id", flat=True)),
        {
            page_id: (homes[page_id], frozenset(policy_ids))
            for page_id, policy_ids in explained.items()
            if page_id in homes
        },
    )


def _apply(moves: list[Move], state: State) -> None:
    for move in moves:
        published = move.action == ItemAction.PUBLISH
        if move.is_document:
            (state.documents.add if published else state.documents.discard)(move.page_id)
            if move.exempt:
                state.exempt.add(move.page_id)
        elif published:
            state.interpretations[move.page_id] = (move.policy_id, move.explains)
        else:
            state.interpretations.pop(move.page_id, None)


def _without_home(moves: list[Move], state: State) -> list[str]:
    """An interpretation is public only with its own document."""
    member_ids = {move.page_id for move in moves}
    published_alone = _(
        "解读「%(title)s」的文件《%(policy)s》没有公开或已经撤回，解读不能单独公开。"
    )
    left_behind = _(
        "解读「%(title)s」在送审以后才公开，《%(policy)s》撤回要包括它。请取回，重新送审。"
    )
    return [
        (published_alone if page_id in member_ids else left_behind)
        % {"title": _title(page_id), "policy": _title(home_id)}
        for page_id, (home_id, _explained) in state.interpretations.items()
        if home_id not in state.documents
    ]


def _explaining_nothing(moves: list[Move], expected: set[int]) -> list[str]:
    """What an interpretation says it explains has to be there for the reader."""
    return [
        _("「%(title)s」还解读%(policy)s，那份文件没有公开。请和它一起送审，或先去掉。")
        % {"title": _title(move.page_id), "policy": _named(policy_id, move.policy_id)}
        for move in moves
        if move.action == ItemAction.PUBLISH and not move.is_document
        for policy_id in sorted(move.explains - expected - {move.policy_id})
    ]


def _unexplained(state: State) -> list[str]:
    """A document that needs an interpretation keeps at least one."""
    unexplained = state.touched & state.documents - state.exempt - _explained(state)
    return [
        _("《%s》会没有解读。请留下至少一份解读，或把整组一起撤回。") % _title(policy_id)
        for policy_id in sorted(unexplained)
    ]


def _exempt_and_explained(moves: list[Move], state: State) -> list[str]:
    """Nobody grants an exemption to what is explained."""
    exempted = {move.page_id for move in moves if move.exempt}
    return [
        _("《%s》有解读，不能免于解读。") % _title(policy_id)
        for policy_id in sorted(exempted & _explained(state))
    ]


def _explained(state: State) -> set[int]:
    return {
        policy_id for _home, explained in state.interpretations.values() for policy_id in explained
    }


def _named(policy_id: int, home_id: int) -> str:
    """The title, unless it is under embargo in another department than the one that asks (P7)."""
    paths = dict(Page.objects.filter(pk__in=(policy_id, home_id)).values_list("pk", "path"))
    departments = {path[: -Page.steplen] for path in paths.values()}
    is_known = len(departments) == 1 or Departure.objects.filter(page=policy_id).exists()
    return _("《%s》") % _title(policy_id) if is_known else _("另一个部门的文件")


def _title(page_id: int) -> str:
    return Page.objects.filter(pk=page_id).values_list("draft_title", flat=True).first() or ""
