"""Whose turn it is, and since when: what every list of the desk says first (LOOK.md)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.models import Release
from interpretations.models.kinds import ReleaseState


@dataclass(frozen=True)
class Turn:
    """Where a release stands: `mark` is a shape, `words` say it; colour is never alone."""

    mark: str
    words: str
    since: datetime | None
    tone: str


def turn_of(release: Release) -> Turn:
    """Say in words where a release stands."""
    if release.state == ReleaseState.IN_REVIEW:
        return _in_review(release)
    if release.state == ReleaseState.APPROVED:
        return _approved(release)
    if release.state == ReleaseState.RELEASED:
        return Turn("●", _("已公开"), release.released_at, "good")
    return Turn("↩", _("已退回，等起草人修改"), release.ended_at, "warning")


def _in_review(release: Release) -> Turn:
    steps = sorted(release.steps.all(), key=lambda step: step.position)
    current = next(step for step in steps if not step.decision)
    decided = [step.decided_at for step in steps if step.decided_at]
    words = _("等%(who)s：%(step)s") % {"who": current.group_names, "step": current.label}
    return Turn("◔", words, max(decided, default=release.submitted_at), "waiting")


def _approved(release: Release) -> Turn:
    if release.failed_at:
        return Turn("■", _("没有发布成功：%s") % release.failure, release.failed_at, "critical")
    if release.held_at:
        return Turn("■", _("发布时间已过太久，等审核人确认"), release.held_at, "critical")
    moment = date_format(timezone.localtime(release.due_at), _("Y年n月j日 H:i"))
    return Turn("◷", _("已签发，%s 公开") % moment, release.approved_at, "waiting")
