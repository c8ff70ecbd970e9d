"""A set in every state it can be in, each brought there by the verbs that people use."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from interpretations.models import PolicyPage, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import record_failure
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.submission.join import join
from tests.factories import (
    approve,
    make_set,
    release_kind,
    released_set,
    submit_kind,
    submit_set,
)

SECRET = "海昏侯"  # in titles that nobody may see before the time


@dataclass
class Scene:
    """One set, and the newest release that names it."""

    policy: PolicyPage
    release: Release | None = None

    @property
    def step(self) -> Any:
        return self.release.steps.undecided().first() if self.release else None


def _draft(world):
    return make_set(world, title=f"关于{SECRET}的通知")


def _agree(user, release):
    decide(may_decide(user).get(release=release).pk, user, "approve", "同意")


def _fresh(scene):
    policy = PolicyPage.objects.get(pk=scene.policy.pk)
    release = Release.objects.filter(items__policy=policy).order_by("-pk").first()
    return Scene(policy, release)


def draft(world):
    return Scene(_draft(world))


def joint_draft(world):
    policy = _draft(world)
    join(policy.pk, world.drafter, [world.other_department.pk])
    return Scene(policy)


def in_review(world):
    policy = _draft(world)
    return Scene(policy, submit_set(world, policy))


def second_step(world):
    scene = in_review(world)
    _agree(world.leader, scene.release)
    return scene


def scheduled(world):
    policy = _draft(world)
    when = timezone.now() + datetime.timedelta(days=2)
    return Scene(policy, approve(world, submit_set(world, policy, scheduled_for=when)))


def failed(world):
    policy = _draft(world)
    release = approve(world, submit_set(world, policy))
    record_failure(release.pk, "存储没有回应。")
    return Scene(policy, release)


def returned(world):
    scene = in_review(world)
    step = may_decide(world.leader).get(release=scene.release)
    decide(step.pk, world.leader, "return", "补贴标准与第七条不一致。")
    return scene


def released(world):
    return Scene(released_set(world).policy)


def changed(world):
    """Public, with a newer draft whose title nobody outside may see."""
    scene = released(world)
    draft = scene.policy.get_latest_revision_as_object()
    draft.title = f"关于{SECRET}的更正"
    draft.save_revision(user=world.drafter)
    return scene


def withdrawn(world):
    scene = released(world)
    release_kind(world, scene.policy, ReleaseKind.WITHDRAWAL)
    return scene


def flagged(world):
    policy = make_set(world)
    return Scene(policy, act_in_emergency(policy.pk, world.duty, ReleaseKind.FIRST, "台风将至"))


def transfer(world):
    """Waiting for the receiving department."""
    policy = released_set(world).policy
    target = world.other_department.pk
    release = submit_kind(world, policy, ReleaseKind.TRANSFER, target_department=target)
    _agree(world.leader, release)
    return Scene(policy, release)


STATES = {
    make.__name__: make
    for make in (
        draft, joint_draft, in_review, second_step, scheduled, failed, returned,
        released, changed, withdrawn, flagged, transfer,
    )
}  # fmt: skip


def scene_of(state, world):
    """Bring a set into a state; returns it as the database has it."""
    return _fresh(STATES[state](world))
