"""Examining a submission: everything that stands in its way; form and verb ask the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from interpretations.models import PolicyPage, PolicyRelation, ReviewChain
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.authors import Authors, authors_of
from interpretations.releases.submission.chain import common_chain
from interpretations.releases.submission.completeness import set_findings
from interpretations.releases.submission.reference_findings import reference_findings
from interpretations.releases.submission.request import Submission

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Examination:
    """What a submission would become, and every finding about it.

    `kind` is that of the release. `authors` and `chain` are None where a finding says why
    there are none; `at` is the moment for which all of this holds.
    """

    submission: Submission
    at: datetime
    members: list[Pinned]
    kind: str
    findings: list[Finding]
    authors: Authors | None
    chain: ReviewChain | None

    @property
    def unanswered(self) -> list[Finding]:
        """What stands in the way, warnings that nobody has confirmed included."""
        return [
            finding
            for finding in self.findings
            if finding.blocks or not self._is_confirmed(finding)
        ]

    def _is_confirmed(self, finding: Finding) -> bool:
        return self.submission.confirm_all or finding.code in self.submission.confirmed


def examine(
    policies: list[PolicyPage],
    members: list[Pinned],
    submission: Submission,
    now: datetime,
    user: Any,
) -> Examination:
    """Look at the members as one release of these documents by this person; writes nothing."""
    findings = set_findings(policies, members, submission, now)
    kind = _kind_of(submission, members)
    documents = {member.page.pk: member.shown for member in members if member.is_document}
    documents.setdefault(policies[0].pk, policies[0])
    emergency = bool(submission.emergency_reason)
    authors = _answer(findings, authors_of, members)
    findings += reference_findings(members, [user, *(authors.users if authors else ())])
    return Examination(
        submission=submission,
        at=now,
        members=members,
        kind=kind,
        authors=authors,
        chain=_answer(findings, common_chain, kind, documents.values(), emergency),
        findings=findings,
    )


def _answer(findings: list[Finding], question: Callable[..., Answer], *about: Any) -> Answer | None:
    """Return the answer; where it is refused, None and one finding more."""
    try:
        return question(*about)
    except Incomplete as refusal:
        findings.append(Finding.of(refusal))
        return None


def _kind_of(submission: Submission, members: list[Pinned]) -> str:
    """A first release whose document repeals another one is a kind of its own."""
    if submission.kind not in (ReleaseKind.FIRST, ReleaseKind.REPEAL):
        return submission.kind
    repeals = any(
        row.kind == PolicyRelation.Kind.REPEALS and row.target_id
        for member in members
        if member.is_document
        for row in member.shown.relations.all()
    )
    return ReleaseKind.REPEAL if repeals else ReleaseKind.FIRST
