"""Two people (P4): what of the decisions on a release is no approval.

The proof, from the rows that are there and not from who may: executing refuses such a release,
the audit lists it.
"""

from collections import Counter
from collections.abc import Iterator

from interpretations.models import LedgerEntry, Release, ReviewStep
from interpretations.models.kinds import Decision, ReleaseState
from interpretations.releases.promises.violation import Violation

# Some step is still to be taken, or was taken for something else than what is sealed.
UNAPPROVED = {
    ReleaseState.APPROVED: "waiting without every approval",
    ReleaseState.RELEASED: "released without every approval",
}


def approval_violations(release: Release, *, reviewed_later: bool) -> Iterator[Violation]:
    """Yield every violation of P4 in the steps of a release that waits or went out.

    `reviewed_later` says that steps may still be undecided, as after an emergency; those
    that are approved have to be in order all the same.
    """
    steps = list(release.steps.all())
    if not (reviewed_later or _is_approved(release, steps)):
        yield Violation("P4", UNAPPROVED[ReleaseState(release.state)], release_id=release.pk)
    approved = [step for step in steps if step.decision == Decision.APPROVE]
    authors = {release.submitted_by_id, *(author.pk for author in release.authors.all())}
    decision_counts = Counter(person for step in approved for person in _hands(step))
    labels_in_ledger = _steps_in_ledger(release)
    for step in approved:
        if problem := _problem_of(step, authors, decision_counts, labels_in_ledger):
            yield Violation("P4", problem, release_id=release.pk, detail=step.label)


def _is_approved(release: Release, steps: list[ReviewStep]) -> bool:
    """Whether every step was approved, and for exactly what the release holds."""
    return bool(steps) and all(
        step.decision == Decision.APPROVE and step.seal == release.seal for step in steps
    )


def _hands(step: ReviewStep) -> list[int]:
    """Whose one step this was: who decided it, and for whom they stood in."""
    return [pk for pk in (step.decided_by_id, step.on_behalf_of_id) if pk is not None]


def _steps_in_ledger(release: Release) -> set[str]:
    approvals = (line for line in release.ledger.all() if line.event == LedgerEntry.Event.APPROVED)
    return {line.data.get("step") for line in approvals}


def _problem_of(
    step: ReviewStep, authors: set[int], decision_counts: Counter[int], labels_in_ledger: set[str]
) -> str | None:
    if step.decided_by_id is None:
        return "step decided by nobody"
    if authors.intersection(_hands(step)):
        return "step decided by an author"
    if any(decision_counts[person] > 1 for person in _hands(step)):
        return "step decided by somebody who decided another"
    return None if step.label in labels_in_ledger else "approval not in the ledger"
