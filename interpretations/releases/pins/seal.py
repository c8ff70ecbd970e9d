"""The seal: what a reviewer approves, as one number (P3, P4)."""

from datetime import UTC

from interpretations.models import Release
from interpretations.models.digest import digest


def seal_of(release: Release) -> str:
    """Return the digest over members, title, submitter, authors, steps and groups.

    Of the time only what the submitter insists on, 不早于: signers set when it goes out. What
    was submitted before they could has its wished time there, and keeps its seal.
    """
    items = release.items.order_by("position")
    steps = release.steps.order_by("position").prefetch_related("groups")
    not_before = release.not_before
    return digest(
        {
            "kind": release.kind,
            "title": release.title,
            "policy": release.policy_id,
            "department": release.department_id,
            # The same moment, whether it was just typed in Shanghai or comes from the database.
            "time": not_before and not_before.astimezone(UTC),
            "submitter": release.submitted_by_id,
            "authors": sorted(release.authors.values_list("pk", flat=True)),
            "note": release.public_note,
            "target": release.target_department_id,
            "feature": release.feature_until,
            "emergency": [bool(release.emergency), release.emergency_reason],
            "items": [
                [
                    *(item.page_id, item.policy_id, item.action, item.revision_id),
                    *(item.digest, item.url_path),
                    *(item.title, item.exemption_id, item.exemption_note),
                    # Not in the seals of pins made before their reason had words.
                    *filter(None, [item.exemption_words]),
                ]
                for item in items
            ],
            "steps": [
                [
                    *(step.position, step.label),
                    *(step.own_department, step.receiving_department),
                    sorted(group.pk for group in step.groups.all()),
                ]
                for step in steps
            ],
        }
    )
