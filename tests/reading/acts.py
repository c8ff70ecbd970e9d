"""Releases of every kind in one line, and a clock that can be moved."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from interpretations.models import ExemptionReason, PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide
from interpretations.releases.review.deciders import deciders
from interpretations.releases.review.sample import note_reading, sample_left
from interpretations.releases.submission.submit import Submission, candidates, submit
from tests.factories import UserFactory, make_policy

NOTE = "补贴标准有调整，先停止公开。"


def submitted(world, policy, kind, pages=None, **submission):
    """Submit the pages of this kind, all that it offers or those given."""
    ids = {page.pk for page in (candidates(policy, kind) if pages is None else pages)}
    submission = Submission(frozenset(ids), kind=kind, confirm_all=True, **submission)
    return submit(policy.pk, drafter_of(world, policy), submission)


def drafter_of(world, policy):
    mine = policy.path.startswith(world.department.path)
    return world.drafter if mine else world.drafter2


def done(world, policy, kind, pages=None, **submission):
    """Carry out a release of this kind on a document; returns it."""
    return execute(agreed(submitted(world, policy, kind, pages, **submission)).pk)


def agreed(release):
    """Let everybody whose turn it is agree, having opened what there is to open."""
    for step in release.steps.order_by("position"):
        reviewer = deciders(release)[0]
        for item in sample_left(release, reviewer):
            note_reading(item, reviewer)
        decide(step.pk, reviewer, "approve", "同意")
    return release


def withdraw(world, policy, note=NOTE):
    return done(world, policy, ReleaseKind.WITHDRAWAL, note=note)


def remove(world, page, note="流程图画错了，先撤下。"):
    return done(world, page.policy, ReleaseKind.REMOVAL, [page], note=note)


def correct(world, page, note="更正补贴金额。", **fields):
    """Save a public page with other words and release it as a correction."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=world.drafter)
    policy = page if isinstance(page, PolicyPage) else page.policy
    return done(world, fresh(policy), ReleaseKind.CORRECTION, [page], note=note)


def exempt_set(world, note="", **fields):
    """A public document that needs no interpretation; returns the document."""
    policy = make_policy(world, **fields)
    reason = ExemptionReason.objects.get(slug="renshi")
    done(world, policy, ReleaseKind.FIRST, exemptions={policy.pk: (reason.pk, note)})
    return fresh(policy)


def fresh(page):
    """The page as it is now."""
    return type(page).objects.get(pk=page.pk)


def pass_on(world, policy):
    """Pass a public set to the other department, whose leader agrees too."""
    UserFactory(groups=["市人力资源和社会保障局起草组", "部门负责人"])
    target = world.other_department.pk
    return done(world, policy, ReleaseKind.TRANSFER, target_department=target)


def at(monkeypatch, year, month, day, hour=12, minute=0):
    """Move the clock: it stands at this local time from now on."""
    moment = datetime.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))
