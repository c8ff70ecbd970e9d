"""Releases of every kind whose members have files: every branch of an execution is walked."""

import datetime
from collections.abc import Callable
from functools import partial

from django.utils import timezone

from interpretations.models import (
    ExemptionReason,
    InterpretationPage,
    PolicyPage,
    PolicyRelation,
    Release,
)
from interpretations.models.interpretation import FurtherPolicy
from interpretations.models.kinds import ReleaseKind
from interpretations.releases import emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.migrate import submit_migration
from interpretations.releases.submission.submit import Submission
from tests.factories import (
    UserFactory,
    World,
    approve,
    edit,
    exempt_set,
    fresh,
    history,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    submit_kind,
    withdraw,
)

NOTE = "补贴标准有误，以本次为准。"
OLD, NEW = "原来的说法", "更正后的说法"


def illustrate(world: World, policy: PolicyPage, interpretations: int = 1) -> PolicyPage:
    """Give a draft an attachment, keywords, and interpretations with a picture each."""
    policy.attachments.create(title="申请表", document=make_document(world))
    policy.keywords.add("便民", "电梯")
    policy.save_revision(user=world.drafter)
    for _ in range(interpretations):
        explain(world, policy)
    return policy


def drawn(world: World, interpretations: int = 1, **fields) -> PolicyPage:
    """A draft set with files."""
    return illustrate(world, make_policy(world, **fields), interpretations)


def picture(world: World) -> tuple:
    """A block with a picture of its own."""
    return ("picture", {"image": make_image(world, size=(60, 40)), "alt": "办事流程"})


def explain(world: World, policy: PolicyPage, *further: PolicyPage, **fields) -> InterpretationPage:
    """A draft interpretation with a picture, which may explain further documents."""
    rows = [FurtherPolicy(policy=document) for document in further]
    values = {"body": [picture(world)], "further_policies": rows, **fields}
    return make_interpretation(policy, world.drafter, **values)


def public(world: World, interpretations: int = 1, **fields) -> PolicyPage:
    """A released set with files."""
    policy = drawn(world, interpretations, **fields)
    execute(approve(world, submit_kind(world, policy, ReleaseKind.FIRST)).pk)
    return fresh(policy)


def first(world: World) -> Release:
    return submit_kind(world, drawn(world), ReleaseKind.FIRST)


def exemption(world: World) -> Release:
    policy = illustrate(world, make_policy(world), 0)
    asked = {policy.pk: (ExemptionReason.objects.get(slug="renshi").pk, "只涉及一人。")}
    return submit_kind(world, policy, ReleaseKind.FIRST, exemptions=asked)


def several(world: World) -> Release:
    """Two documents in one release; the only interpretation explains both."""
    policy, other = drawn(world, 0), drawn(world, 0)
    explain(world, other, policy)
    return submit_kind(world, policy, ReleaseKind.FIRST, further=frozenset([other.pk]))


def repeal(world: World) -> Release:
    old = public(world)
    policy = drawn(world, relations=[PolicyRelation(kind="repeals", target=old)])
    return submit_kind(world, policy, ReleaseKind.FIRST)


def supplement(world: World) -> Release:
    policy = public(world)
    explain(world, policy)
    return submit_kind(world, policy, ReleaseKind.SUPPLEMENT)


def supplement_for_exempt(world: World) -> Release:
    """An interpretation that also explains an exempt document: its exemption ends."""
    policy = public(world)
    explain(world, policy, exempt_set(world))
    return submit_kind(world, policy, ReleaseKind.SUPPLEMENT)


def correction(world: World) -> Release:
    """New words in both members, another picture, and an interpretation that is new."""
    policy = public(world, recipients=OLD)
    (page,) = interpretations_of(policy)
    edit(policy, world.drafter, recipients=NEW)
    edit(page, world.drafter, summary=NEW, body=[picture(world)])
    explain(world, policy)
    return submit_kind(world, fresh(policy), ReleaseKind.CORRECTION, note=NOTE)


def removal(world: World) -> Release:
    policy = public(world, 2)
    gone = interpretations_of(policy)[1]
    return submit_kind(world, policy, ReleaseKind.REMOVAL, page_ids=[gone.pk], note=NOTE)


def withdrawal(world: World) -> Release:
    return submit_kind(world, public(world, 2), ReleaseKind.WITHDRAWAL, note=NOTE)


def rerelease(world: World) -> Release:
    policy = public(world)
    withdraw(world, policy)
    edit(policy, world.drafter, recipients=NEW)
    return submit_kind(world, fresh(policy), ReleaseKind.RERELEASE)


def migration(world: World, sets: int = 3) -> Release:
    """Sets that were public before, every third without interpretation."""
    policies = [illustrate(world, history(world), int(n % 3 != 2)) for n in range(sets)]
    return submit_migration([policy.pk for policy in policies], world.drafter)


def transfer(world: World) -> Release:
    target = world.other_department.pk
    return submit_kind(world, public(world), ReleaseKind.TRANSFER, target_department=target)


def feature(world: World) -> Release:
    until = timezone.localdate() + datetime.timedelta(days=7)
    return submit_kind(world, public(world), ReleaseKind.FEATURE, feature_until=until)


def emergency_release(world: World) -> Release:
    return _emergency(drawn(world), ReleaseKind.FIRST)


def emergency_withdrawal(world: World) -> Release:
    return _emergency(public(world), ReleaseKind.WITHDRAWAL)


def _emergency(policy: PolicyPage, kind: str) -> Release:
    """What the emergency path submits, an instant before it executes it."""
    submission = Submission(kind=kind, note=NOTE, emergency_reason="山洪预警", confirm_all=True)
    return emergency._submit_whole_set(policy.pk, duty_officer(), submission)


def duty_officer():
    """Somebody with the permission for emergencies, and nothing else."""
    return UserFactory(groups=["值班负责人"])


SUBMITTED: dict[str, Callable[[World], Release]] = {
    make.__name__: make
    for make in (
        first,
        exemption,
        several,
        repeal,
        supplement,
        supplement_for_exempt,
        correction,
        removal,
        withdrawal,
        rerelease,
        migration,
        transfer,
        feature,
        emergency_release,
        emergency_withdrawal,
    )
}


def _ready(make: Callable[[World], Release], world: World) -> Release:
    """What was submitted, agreed to by everybody; an emergency waits for nobody."""
    release = make(world)
    return release if release.emergency else approve(world, release)


READY: dict[str, Callable[[World], Release]] = {
    name: partial(_ready, make) for name, make in SUBMITTED.items()
}
