"""What a reader of a document sees of its clauses: their addresses, and what became of some."""

from collections.abc import Iterable

from interpretations.blocks.anchors import Anchors, anchors_of
from interpretations.models import Clause, PolicyPage
from interpretations.models.clauses import entries_of


def clause_anchors(page: PolicyPage, *, saved: bool) -> tuple[dict[str, Anchors], list[Clause]]:
    """Return the addresses of the clauses of a document, and the clauses that it has no longer.

    `saved` says that the object is as a release or revision has it, and nobody is typing.
    """
    entries = entries_of(page, saved=saved)
    return anchors_of(entries), _gone(page, {entry["id"] for entry in entries})


def _gone(page: PolicyPage, here: set[str]) -> list[Clause]:
    """The clauses that readers had and that are not here; a text released once has lost none."""
    if page.first_published_at == page.last_published_at:
        return []
    removed = Clause.objects.filter(policy=page.pk, removed_on__isnull=False)
    return [clause for clause in removed if clause.identity not in here]


def clauses_by_policy(policies: Iterable[int]) -> dict[int, list[Clause]]:
    """Return the clauses that readers have of each of these documents, in the order of the text."""
    found: dict[int, list[Clause]] = {}
    for clause in Clause.objects.filter(policy__in=list(policies), removed_on__isnull=True):
        found.setdefault(clause.policy_id, []).append(clause)
    return found
