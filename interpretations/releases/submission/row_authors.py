"""Who wrote the files and list entries that members reach, since each went out last (P4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max, QuerySet

from interpretations.models import ReleaseReference, RowContribution
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.standing import Step, first_writers, standing

# Number of the content type and key of a row.
Row = tuple[int, str]


def steps_of_rows(members: Iterable[Pinned]) -> Iterator[tuple[str, Step]]:
    """Yield what stands of each person's writing, with the name of the row.

    A row that went out in another set counts as agreed to: two people saw its words then.
    """
    names = {
        (target.content_type.pk, target.object_id): str(target.instance)
        for member in members
        for target in member.reached
    }
    written = _of(RowContribution.objects.all(), names)
    steps: dict[Row, list[Step]] = defaultdict(list)
    agreed = _agreed(written)
    for one in written.order_by("pk"):
        row = one.content_type_id, one.object_id
        if row in names and one.pk > agreed.get(row, 0):
            steps[row].append(Step(one.pk, one.user_id, one.user_name, one.before, one.after))
    for row, of_row in steps.items():
        first = first_writers(of_row)
        for step in standing(of_row):
            yield names[row], step
            if step.after in first:
                yield names[row], first[step.after]


def _of(rows: QuerySet[Any], keys: Iterable[Row]) -> QuerySet[Any]:
    """Narrow to what is about these rows, and perhaps about others of the same numbers."""
    types, numbers = {key[0] for key in keys}, {key[1] for key in keys}
    return rows.filter(content_type__in=types, object_id__in=numbers)


def _agreed(written: QuerySet[RowContribution]) -> dict[Row, int]:
    """The newest contribution of each row that a release has shown."""
    released = ReleaseReference.objects.filter(
        item__release__state=ReleaseState.RELEASED,
        item__action=ItemAction.PUBLISH,
        object_id__in=written.values("object_id"),
    )
    last = released.values_list("content_type", "object_id").annotate(Max("last_contribution"))
    return {(type_id, number): newest for type_id, number, newest in last}
