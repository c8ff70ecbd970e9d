"""The public rows of a document's clauses, inside a release (decision 0089)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.clauses.page_clause import columns
from interpretations.models import Clause, PolicyPage, clauses_of
from interpretations.models.refusals import Changed

# Every column but the key and the document.
COLUMNS = tuple(
    field.name for field in Clause._meta.concrete_fields if field.name not in ("id", "policy")
)

# What the rows of a document say: identity -> columns, in the order of the text.
Rows = dict[str, dict[str, Any]]


def rows_of(page: PolicyPage) -> Rows:
    """What the rows of a public document say: identity -> columns, in the order of the text."""
    return {
        clause.identity: columns(clause, position)
        for position, clause in enumerate(clauses_of(page))
    }


def put_clauses(documents: Sequence[tuple[PolicyPage, Rows]], now: datetime) -> None:
    """Let readers have the clauses of documents; what one has no longer keeps its row, and its day.

    Raises `Changed` where an address would lead to another clause than it did in public.
    """
    stored: dict[int, dict[str, Clause]] = {}
    for row in Clause.objects.filter(policy__in=[page.pk for page, _today in documents]):
        stored.setdefault(row.policy_id, {})[row.identity] = row
    new: list[Clause] = []
    changed: list[Clause] = []
    for page, today in documents:
        before = stored.get(page.pk, {})
        _refuse_moved_addresses(page, today, before)
        changed += _changed(today, before, now)
        new += (
            Clause(policy_id=page.pk, **values)
            for identity, values in today.items()
            if identity not in before
        )
    Clause.objects.bulk_update(changed, COLUMNS, batch_size=200)
    Clause.objects.bulk_create(new)


def _changed(today: Rows, before: dict[str, Clause], now: datetime) -> Iterator[Clause]:
    """The rows of a document that are to say something else, as they will."""
    for identity, row in before.items():
        says = today.get(identity) or {"removed_on": row.removed_on or timezone.localdate(now)}
        differing = {name: value for name, value in says.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            yield row


def remove_clauses(page_id: int, now: datetime) -> None:
    """Take the clauses of a document off with it; no address is ever given to another one."""
    standing = Clause.objects.filter(policy=page_id, removed_on__isnull=True)
    standing.update(removed_on=timezone.localdate(now))


def _refuse_moved_addresses(shown: PolicyPage, today: Rows, stored: dict[str, Clause]) -> None:
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
