"""What a reader of a document sees of its clauses: which it has, and what became of others."""

from collections.abc import Iterable

from interpretations.clauses.identities import Entry
from interpretations.models import Clause, PolicyPage


def clauses_gone(page: PolicyPage, entries: Iterable[Entry], *, saved: bool) -> list[Clause]:
    """Return the clauses that a document has no longer; `entries` are those that it has.

    `saved` says that the object is as readers have it. Of what is previewed instead, the clauses
    that it will take from readers have no day yet.
    """
    gone = _gone(page) if saved else Clause.objects.filter(policy=page.pk)
    here = {entry["id"] for entry in entries}
    return [clause for clause in gone if clause.identity not in here]


def _gone(page: PolicyPage) -> Iterable[Clause]:
    """The clauses that releases took out, asked for where `whole_policies` says there are any."""
    if not getattr(page, "has_lost_clauses", True):
        return []
    return Clause.objects.filter(policy=page.pk, removed_on__isnull=False)


def clauses_by_policy(policies: Iterable[int]) -> dict[int, list[Clause]]:
    """Return the clauses that readers have of each of these documents, in the order of the text.

    Without their words, which nobody asks for here.
    """
    standing = Clause.objects.filter(policy__in=list(policies), removed_on__isnull=True)
    found: dict[int, list[Clause]] = {}
    for clause in standing.defer("text", "label"):
        found.setdefault(clause.policy_id, []).append(clause)
    return found
