"""The public rows of a document's clauses, inside a release (decision 0089)."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.clauses.page_clause import columns
from interpretations.models import Clause, PolicyPage, clauses_of
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Changed

# Every column but the key and the document.
COLUMNS = tuple(
    field.name for field in Clause._meta.concrete_fields if field.name not in ("id", "policy")
)


def rows_of(page: PolicyPage) -> dict[str, dict[str, Any]]:
    """What the rows of a public document say: identity -> columns, in the order of the text."""
    return {
        clause.identity: columns(clause, position)
        for position, clause in enumerate(clauses_of(page))
    }


def put_clauses(shown: ManagedPage, now: datetime) -> None:
    """Let readers have a document's clauses; what it has no longer keeps its row, and its day.

    Interpretations have none. Raises `Changed` where an address would lead to another clause than
    it did in public.
    """
    if not isinstance(shown, PolicyPage):
        return
    today = rows_of(shown)
    stored = {row.identity: row for row in Clause.objects.filter(policy=shown.pk)}
    _refuse_moved_addresses(shown, today, stored)
    changed = []
    for identity, row in stored.items():
        says = today.get(identity) or {"removed_on": row.removed_on or timezone.localdate(now)}
        differing = {name: value for name, value in says.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            changed.append(row)
    Clause.objects.bulk_update(changed, COLUMNS, batch_size=200)
    new = (values for identity, values in today.items() if identity not in stored)
    Clause.objects.bulk_create(Clause(policy_id=shown.pk, **values) for values in new)


def remove_clauses(page_id: int, now: datetime) -> None:
    """Take the clauses of a document off with it; no address is ever given to another one."""
    standing = Clause.objects.filter(policy=page_id, removed_on__isnull=True)
    standing.update(removed_on=timezone.localdate(now))


def _refuse_moved_addresses(
    shown: PolicyPage, today: dict[str, dict[str, Any]], stored: dict[str, Clause]
) -> None:
    owners = {row.fragment: row.identity for row in stored.values()}
    for identity, values in today.items():
        known = stored.get(identity)
        moved = known is not None and known.fragment != values["fragment"]
        if moved or owners.get(values["fragment"], identity) != identity:
            facts = {"title": shown.title, "clause": values["label"]}
            raise Changed(
                _(
                    "「%(title)s」%(clause)s的网址已属于另一条款，不能发布。"
                    "请退回后重新保存，再送审。"
                )
                % facts
            )
