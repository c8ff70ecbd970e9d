"""The seal: what a reviewer approves, as one number (P3, P4)."""

from datetime import UTC

from interpretations.models import Release
from interpretations.models.digest import digest


def seal_of(release: Release) -> str:
    """Return the digest over members, title, time, submitter, authors, steps and groups."""
    items = release.items.order_by("position")
    steps = release.steps.order_by("position").prefetch_related("groups")
    due = release.scheduled_for
    return digest(
        {
            "kind": release.kind,
            "title": release.title,
            "policy": release.policy_id,
            "department": release.department_id,
            # The same moment, whether it was just typed in Shanghai or comes from the database.
            "time": due and due.astimezone(UTC),
            "submitter": release.submitted_by_id,
            "authors": sorted(release.authors.values_list("pk", flat=True)),
            "note": release.public_note,
            "target": release.target_department_id,
            "feature": release.feature_until,
            "emergency": [bool(release.emergency), release.emergency_reason],
            "items": [
                [
                    *(i.page_id, i.policy_id, i.action, i.revision_id, i.digest, i.url_path),
                    *(i.title, i.exemption_id, i.exemption_note),
                ]
                for i in items
            ],
            "steps": [
                [
                    *(s.position, s.label, s.own_department, s.receiving_department),
                    sorted(g.pk for g in s.groups.all()),
                ]
                for s in steps
            ],
        }
    )
