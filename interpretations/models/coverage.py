"""Which clauses of a document are explained, which explain themselves, and which are open."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from clauses import Level
from interpretations.models.clause_links import ClauseLink, Link
from interpretations.models.clauses import PageClause, clauses_of

if TYPE_CHECKING:
    from interpretations.models.policy import PolicyPage

# Parts of a text that hold clauses and say nothing by themselves.
HOLDERS = frozenset({Level.BIAN, Level.ZHANG, Level.JIE})


class ClauseState(TextChoices):
    """How a clause stands."""

    EXPLAINED = "explained", _("已解读")
    SELF_EVIDENT = "self_evident", _("自明")
    OPEN = "open", _("未解读")


@dataclass(frozen=True)
class ClauseStanding:
    """A clause and how it stands; `depth` is how many clauses stand around it."""

    clause: PageClause
    state: ClauseState
    depth: int

    @property
    def indent(self) -> int:
        """How far a list sets it in: from 0 to 4."""
        return min(self.depth, 4)


@dataclass(frozen=True)
class Coverage:
    """How every clause of a document stands, in the order of the text."""

    rows: tuple[ClauseStanding, ...]

    def count(self, state: str) -> int:
        """How many clauses stand so; chapters and their like are not counted."""
        return sum(row.state == state and not _holds(row.clause) for row in self.rows)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each state in people's words, with its count."""
        return [(str(state.label), self.count(state)) for state in ClauseState]

    @property
    def open_clauses(self) -> list[PageClause]:
        """What is not explained: where all of a clause is not, that clause and not its parts."""
        whole: set[str] = set()
        parts: dict[str | None, list[ClauseStanding]] = {}
        for row in self.rows:
            parts.setdefault(row.clause.parent, []).append(row)
        for row in reversed(self.rows):
            inside = parts.get(row.clause.identity, [])
            own = row.state == ClauseState.OPEN
            if own and all(one.clause.identity in whole for one in inside):
                whole.add(row.clause.identity)
        return [
            row.clause
            for row in self.rows
            if row.state == ClauseState.OPEN
            and row.clause.parent not in whole
            and not (_holds(row.clause) and row.clause.identity not in whole)
        ]


def _holds(clause: PageClause) -> bool:
    return clause.level in HOLDERS


def coverage_of(policy: "PolicyPage", links: Iterable[Link]) -> Coverage:
    """How the clauses of this object of a document stand with these links.

    Who explains a clause explains what stands in it. A clause whose parts are all explained
    needs no word of its own, unless it is an article: its own text is its first 款.
    """
    clauses = clauses_of(policy)
    named = {link.clause for link in links if link.policy == policy.pk}
    states = _from_above(clauses, named, set(policy.clauses_self_evident))
    _from_below(clauses, states)
    depths: dict[str, int] = {}
    rows = []
    for clause in clauses:
        depths[clause.identity] = depths[clause.parent] + 1 if clause.parent else 0
        rows.append(ClauseStanding(clause, states[clause.identity], depths[clause.identity]))
    return Coverage(tuple(rows))


def links_to(policy: "PolicyPage", without: Page | None = None) -> list[Link]:
    """What explains a document: its interpretations as their drafts say, others as readers see.

    `without` is one of its interpretations, whose links the caller has.
    """
    model = apps.get_model("interpretations", "InterpretationPage")
    below = model.objects.child_of(policy)
    drafts = below.exclude(pk=without.pk) if without else below
    contents = drafts.values_list("latest_revision__content__clause_links", flat=True)
    elsewhere = ClauseLink.objects.filter(policy=policy.pk, interpretation__live=True)
    rows = elsewhere.exclude(interpretation__in=below.values("pk"))
    return [
        *(link for links in contents for link in Link.read(links)),
        *(Link(*row) for row in rows.values_list("block", "policy_id", "clause")),
    ]


def _from_above(
    clauses: Sequence[PageClause], named: Collection[str], self_evident: Collection[str]
) -> dict[str, ClauseState]:
    states: dict[str, ClauseState] = {}
    for clause in clauses:
        around = states[clause.parent] if clause.parent else ClauseState.OPEN
        if clause.identity in named or around == ClauseState.EXPLAINED:
            states[clause.identity] = ClauseState.EXPLAINED
        elif clause.identity in self_evident:
            states[clause.identity] = ClauseState.SELF_EVIDENT
        else:
            states[clause.identity] = around
    return states


def _from_below(clauses: Sequence[PageClause], states: dict[str, ClauseState]) -> None:
    """Fill in clauses that their parts speak for, the innermost first."""
    parts: dict[str, list[PageClause]] = {}
    for clause in clauses:
        if clause.parent:
            parts.setdefault(clause.parent, []).append(clause)
    for clause in reversed(clauses):
        inside = parts.get(clause.identity, [])
        says_more = any(part.level == Level.KUAN for part in inside)
        found = {states[part.identity] for part in inside}
        if states[clause.identity] != ClauseState.OPEN or not inside or says_more:
            continue
        if ClauseState.OPEN not in found:
            is_explained = ClauseState.EXPLAINED in found
            states[clause.identity] = (
                ClauseState.EXPLAINED if is_explained else ClauseState.SELF_EVIDENT
            )
