"""The proof over clauses that readers have no longer: each row says what it last said (P2).

Those of what is public are compared with the live page, beside it (`live_pages`).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from interpretations.models import Clause, ReleaseItem
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.audit.damage import by_rows, unreadable_page
from interpretations.releases.execution.clauses import rows_of
from interpretations.releases.promises.violation import Violation

Rows = dict[str, dict[str, Any]]


def clause_row_violations() -> Iterator[Violation]:
    """Yield each document of which a clause that was taken out is not kept as it was."""
    removed = Clause.objects.filter(removed_on__isnull=False).order_by()
    several = _executed().values("page").annotate(times=Count("pk")).filter(times__gt=1)
    keys = {*removed.values_list("policy", flat=True), *several.values_list("page", flat=True)}
    yield from by_rows(sorted(keys), _of_documents, unreadable_page)


def _executed() -> QuerySet[ReleaseItem]:
    """Members that put a document's text before readers, or took it away."""
    return ReleaseItem.objects.filter(
        release__state=ReleaseState.RELEASED,
        action__in=(ItemAction.PUBLISH, ItemAction.REMOVE),
        page=F("policy"),
    )


def _of_documents(ids: Sequence[int]) -> Iterator[Violation]:
    stored: dict[int, Rows] = {key: {} for key in ids}
    names = [field.attname for field in Clause._meta.concrete_fields]
    for row in Clause.objects.filter(policy__in=ids).values(*names):
        stored[row["policy_id"]][row["identity"]] = row
    for key in ids:
        for identity in _differing(key, stored[key]):
            yield Violation("P2", "a removed clause is not kept as it was", key, detail=identity)


def _differing(policy_id: int, stored: Rows) -> Iterator[str]:
    said, kept = _said(policy_id)
    for identity in sorted({*stored, *kept}):
        row, last = stored.get(identity), said.get(identity)
        if row is None or last is None or (_left(row, last) and _differ(row, last)):
            yield identity


def _left(row: dict[str, Any], last: dict[str, Any]) -> bool:
    return row["removed_on"] is not None or last["removed_on"] is not None


def _differ(row: dict[str, Any], last: dict[str, Any]) -> bool:
    return any(row[name] != value for name, value in last.items())


def _said(policy_id: int) -> tuple[Rows, set[str]]:
    """What the releases of a document said of each clause last, and which had to write rows.

    Releases before there were identities wrote none; what was public then got derived ones.
    """
    said: Rows = {}
    kept: set[str] = set()
    items = _executed().filter(page=policy_id).select_related("release", "revision")
    for item in items.order_by("release__edition", "release"):
        removes = item.action == ItemAction.REMOVE
        today = {} if removes else rows_of(item.revision.as_object())
        if item.revision.content.get("clause_identities"):
            kept |= today.keys()
        day = timezone.localdate(item.release.released_at)
        for identity, values in said.items():
            if identity not in today and values["removed_on"] is None:
                values["removed_on"] = day
        said |= today
    return said, kept
