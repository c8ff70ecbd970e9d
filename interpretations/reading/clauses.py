"""What a reader of a document sees of its clauses: their addresses, and what became of some."""

from collections.abc import Iterable

from interpretations.blocks.anchors import Anchors, anchors_of
from interpretations.models import Clause, PolicyPage
from interpretations.models.clauses import entries_of


def clause_anchors(page: PolicyPage, *, saved: bool) -> tuple[dict[str, Anchors], list[Clause]]:
    """Return the addresses of the clauses of a document, and the clauses that it has no longer.

    `saved` says that the object is as readers have it. Of what is previewed instead, the clauses
    that it will take from readers have no day yet.
    """
    entries = entries_of(page, saved=saved)
    gone = _gone(page) if saved else Clause.objects.filter(policy=page.pk)
    here = {entry["id"] for entry in entries}
    return anchors_of(entries), [clause for clause in gone if clause.identity not in here]


def _gone(page: PolicyPage) -> Iterable[Clause]:
    """The clauses that releases took out, asked for where `whole_policies` says there are any."""
    if not getattr(page, "has_lost_clauses", True):
        return []
    return Clause.objects.filter(policy=page.pk, removed_on__isnull=False)


def clauses_by_policy(policies: Iterable[int]) -> dict[int, list[Clause]]:
    """Return the clauses that readers have of each of these documents, in the order of the text."""
    found: dict[int, list[Clause]] = {}
    for clause in Clause.objects.filter(policy__in=list(policies), removed_on__isnull=True):
        found.setdefault(clause.policy_id, []).append(clause)
    return found
