"""Whose turn it is, and since when: what every list of the desk says first (docs/look.md)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.models import Release, ReleaseItem
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import Decision, EmergencyState, ReleaseState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Listed(TypedDict):
    """What `listed` adds to each release; None where it names no document."""

    documents: int | None
    sent_again: bool


@dataclass(frozen=True)
class Turn:
    """Where a release stands: `mark` is a shape, `words` say it; colour is never alone.

    `flag` names an emergency that nobody else has agreed to yet; empty for all others.
    """

    mark: str
    words: str
    since: datetime | None
    tone: str
    flag: str = ""


def listed(releases: QuerySet[Release]) -> "QuerySet[WithAnnotations[Release, Listed]]":
    """Add what a list says of each release: its steps, how many documents it names, and
    whether the document was submitted again later."""
    documents = ReleaseItem.objects.filter(release=OuterRef("pk"), page_id=F("policy_id"))
    counts = documents.order_by().values("release").annotate(n=Count("pk")).values("n")
    later = Release.objects.filter(items__policy=OuterRef("policy"), pk__gt=OuterRef("pk"))
    return releases.annotate(documents=Subquery(counts), sent_again=Exists(later)).prefetch_related(
        "steps"
    )


def turn_of(release: Release) -> Turn:
    """Say in words where a release stands."""
    if release.state == ReleaseState.IN_REVIEW:
        return _in_review(release)
    if release.state == ReleaseState.APPROVED:
        return _approved(release)
    if release.state == ReleaseState.RELEASED:
        return _after_emergency(release) if release.is_flagged else _released(release)
    if _was_sent_again(release):
        return Turn("○", _("退回过，后来重新送审了"), release.ended_at, "good")
    if any(step.decision == Decision.RETURN for step in release.steps.all()):
        return Turn("↩", _("已退回，等起草人修改"), release.ended_at, "warning")
    return Turn("↩", _("已取回，改好以后可以再送审"), release.ended_at, "warning")


def _was_sent_again(release: Release) -> bool:
    if hasattr(release, "sent_again"):
        return release.sent_again
    return Release.objects.filter(items__policy=release.policy_id, pk__gt=release.pk).exists()


def flag_of(release: Release) -> str:
    """Name an emergency that nobody else has agreed to yet, as it is said wherever it is named."""
    if not release.is_flagged:
        return ""
    withdrawn = rule(release.kind).removes
    if release.emergency == EmergencyState.OBJECTED:
        return _("紧急撤回，事后审核不同意") if withdrawn else _("紧急发布，事后审核不同意")
    return _("紧急撤回，还没有事后审核") if withdrawn else _("紧急发布，还没有事后审核")


def _released(release: Release) -> Turn:
    if rule(release.kind).removes:
        return Turn("○", _("已撤下，不再公开"), release.released_at, "good")
    words = _("已生效") if rule(release.kind).keeps else _("已发布")
    return Turn("●", words, release.released_at, "good")


def _after_emergency(release: Release) -> Turn:
    flag = flag_of(release)
    if release.emergency == EmergencyState.OBJECTED:
        words = _("等起草部门更正或撤回")
        return Turn("▲", words, release.released_at, "critical", flag)
    return Turn("▲", _waiting_for(release), release.released_at, "critical", flag)


def _in_review(release: Release) -> Turn:
    decided_at = [step.decided_at for step in release.steps.all() if step.decided_at]
    since = max(decided_at, default=release.submitted_at)
    return Turn("◔", _waiting_for(release), since, "waiting")


def _waiting_for(release: Release) -> str:
    steps = sorted(release.steps.all(), key=lambda step: step.position)
    current = next((step for step in steps if not step.decision), None)
    if current is None:
        return release.get_state_display()
    return _("等%(who)s：%(step)s") % {"who": current.group_names, "step": current.label}


def _approved(release: Release) -> Turn:
    if release.failed_at:
        return Turn("■", _("没有发布成功：%s") % release.failure, release.failed_at, "critical")
    if release.held_at:
        return Turn("■", _("发布时间已过太久，等审核人确认"), release.held_at, "critical")
    moment = date_format(timezone.localtime(release.due_at), _("Y年n月j日 H:i"))
    return Turn(
        "◷", _("已签发，%s 生效") % moment, release.approved_at, "waiting", flag_of(release)
    )
