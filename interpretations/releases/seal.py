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
            "items": [[i.page_id, i.revision_id, i.digest, i.url_path] for i in items],
            "steps": [
                [s.position, s.label, s.own_department, sorted(g.pk for g in s.groups.all())]
                for s in steps
            ],
        }
    )
