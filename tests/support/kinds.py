"""A release of each kind, submitted on sets that fit it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from interpretations.models import PolicyPage, PolicyRelation, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.migrate import submit_migration
from tests.factories import (
    approve,
    edit,
    fresh,
    history,
    interpretations_of,
    make_interpretation,
    make_set,
    released_set,
    submit_kind,
    withdraw,
)

Kind = ReleaseKind


def submitted(
    world: Any, kind: str, public: PolicyPage | None = None, **submission: Any
) -> Release:
    """Submit a release of this kind, as the drafter, whatever has to be there before it.

    What acts on a public set acts on that of `public`, which has two interpretations, if given.
    """
    if kind == Kind.MIGRATION:
        sets = [history(world), history(world, interpretations=1)]
        return submit_migration([policy.pk for policy in sets], world.drafter)
    if kind in (Kind.FIRST, Kind.REPEAL):
        old = (public or released_set(world).policy) if kind == Kind.REPEAL else None
        relations = [PolicyRelation(kind="repeals", target=old)] if old else []
        policy = make_set(world, relations=relations)
        return submit_kind(world, policy, Kind.FIRST, **submission)
    policy = public or released_set(world, interpretations=2).policy
    return submit_kind(world, policy, kind, **{**_prepared(world, policy, kind), **submission})


def _prepared(world: Any, policy: Any, kind: str) -> dict[str, Any]:
    """Do what a public set needs before this kind fits; return what the submission has to say."""
    if kind == Kind.SUPPLEMENT:
        make_interpretation(fresh(policy), world.drafter)
    if kind == Kind.CORRECTION:
        edit(policy, world.drafter, recipients="各县（市、区）人民政府")
    if kind == Kind.REMOVAL:
        return {"page_ids": [interpretations_of(policy)[1].pk]}
    if kind == Kind.RERELEASE:
        withdraw(world, policy)
    if kind == Kind.TRANSFER:
        return {"target_department": world.other_department.pk}
    if kind == Kind.FEATURE:
        return {"feature_until": timezone.localdate() + timedelta(days=7)}
    return {}


def approved(world: Any, kind: str, **submission: Any) -> Release:
    """The same, agreed to by every reviewer and due now."""
    return approve(world, submitted(world, kind, **submission))
