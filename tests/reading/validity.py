"""Documents with the dates and acts that decide whether they are in force."""

import datetime

from interpretations.models import PolicyPage, PolicyRelation
from interpretations.releases.execution.execute import execute
from tests.factories import approve, make_interpretation, make_policy, released_set, submit_set
from tests.reading.acts import fresh


def day(month, number, year=2026):
    return datetime.date(year, month, number)


def public(world, **fields):
    return PolicyPage.objects.get(pk=released_set(world, **fields).policy_id)


def acting_draft(world, kind, target, effective_on=None, **fields):
    """A draft set whose document repeals or amends another one."""
    policy = make_policy(world, **fields)
    policy.relations = [PolicyRelation(kind=kind, target=target, effective_on=effective_on)]
    policy.save_revision(user=world.drafter)
    make_interpretation(policy, world.drafter)
    return policy


def acting(world, kind, target, effective_on=None, **fields):
    policy = acting_draft(world, kind, target, effective_on, **fields)
    execute(approve(world, submit_set(world, policy)).pk)
    return fresh(policy)
