"""What the lines of the ledger say of a release: written with them, compared by the audit (P8).

Lines that earlier versions wrote say less; whoever compares asks only for what a line says.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from interpretations.models import Release, ReleaseItem, ReviewStep
from interpretations.models.digest import digest
from interpretations.releases.records.written import Written

# What changes while a release is under way: each change is followed by a line that tells it.
STANDING = ("state", "emergency", "edition", "failure", "end_reason")
# Who wrote the members, which lines of earlier versions do not tell.
WRITTEN = "written"
TIMES = (
    "submitted_at", "scheduled_for", "not_before", "approved_at", "due_at", "released_at",
    "ended_at", "failed_at", "held_at",
)  # fmt: skip


def moment(time: datetime) -> str:
    """Return a moment as lines have it: UTC, with microseconds."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def told(release: Release, items: Iterable[ReleaseItem]) -> dict[str, Any]:
    """Return what every line says of its release, so that it can be read by itself."""
    facts = sealed(release) | {
        "emergency": release.emergency,
        "standing": standing(release),
        "members": [member(item) for item in items],
    }
    if release.target_department:
        facts["target_department"] = release.target_department.title
    return facts


def sealed(release: Release) -> dict[str, Any]:
    """Return what nothing changes once a release is submitted."""
    facts = {
        "seal": release.seal,
        "kind": release.kind,
        "title": release.title,
        "public_note": release.public_note,
    }
    if release.feature_until:
        facts["feature_until"] = release.feature_until.isoformat()
    return facts


def standing(release: Release) -> dict[str, Any]:
    """Return how far a release has come, and when; what is empty is left out."""
    texts = {name: getattr(release, name) for name in STANDING}
    times = {name: getattr(release, name) for name in TIMES}
    return {name: value for name, value in texts.items() if value} | {
        name: moment(time) for name, time in times.items() if time
    }


def member(item: ReleaseItem) -> dict[str, Any]:
    """Return one member as every line of its release has it."""
    facts = {
        "page": item.page_id,
        "policy": item.policy_id,
        "title": item.title,
        "action": item.action,
        "revision": item.revision_id,
        "digest": item.digest,
        "path": item.url_path,
    }
    if item.exemption_id:
        facts |= {"exemption": item.exemption_reason, "exemption_note": item.exemption_note}
    return facts


def submission(release: Release, written: Written) -> dict[str, Any]:
    """Return what else was submitted: people, steps, and what each member was pinned to.

    `written` has the members' contributions (`interpretations.releases.records.written`).
    """
    return {
        "department": release.department_id,
        "target": release.target_department_id,
        "submitter": release.submitted_by_id,
        "authors": sorted(author.pk for author in release.authors.all()),
        "emergency_reason": release.emergency_reason,
        "steps": [step(row) for row in _in_order(release.steps.all())],
        "pins": [_pin(item) for item in _in_order(release.items.all())],
        WRITTEN: {str(item.page_id): written[item.pk] for item in release.items.all()},
    }


def _in_order(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: row.position)


def step(row: ReviewStep) -> dict[str, Any]:
    """Return one step as it was copied from the chain."""
    return {
        "position": row.position,
        "label": row.label,
        "own_department": row.own_department,
        "receiving_department": row.receiving_department,
        "groups": sorted(group.pk for group in row.groups.all()),
        "group_names": row.group_names,
    }


def _pin(item: ReleaseItem) -> dict[str, Any]:
    """Return address, text and files of a member; text and files as digests."""
    references = [
        [row.content_type_id, row.object_id, row.fingerprint, row.sha256, row.last_contribution]
        for row in item.references.all()
    ]
    return {
        "page": item.page_id,
        "position": item.position,
        "slug": item.slug,
        "exemption": item.exemption_id,
        "exemption_words": item.exemption_words,
        "exemption_note": item.exemption_note,
        "text_of": item.revision.object_id,
        "text": digest(item.revision.content),
        "files": digest(sorted(references)),
    }


def decision(row: ReviewStep) -> dict[str, Any]:
    """Return what was decided in a step, by whom and for whom; the opinion is the line's own."""
    return {
        "position": row.position,
        "decision": row.decision,
        "decided_by": row.decided_by_id,
        "decided_by_name": row.decided_by_name,
        "on_behalf_of": row.on_behalf_of_id,
        "on_behalf_of_name": row.on_behalf_of_name,
        "decided_at": row.decided_at and moment(row.decided_at),
        "seal": row.seal,
    }
