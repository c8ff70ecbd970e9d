"""What a set still lacks before it may be submitted; each finding one clear sentence.

The rules are those of docs/domain.md, The duty: they are asked at submission.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import (
    ColumnFeature,
    DepartmentPage,
    InterpretationPage,
    PolicyPage,
    ReleaseItem,
    ReleaseRules,
)
from interpretations.models.kind_rules import Asks, Names, kinds_where, rule
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.models.managed import ManagedPage
from interpretations.releases.execution.publish import closed_shelf
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.linked import lost_links, told
from interpretations.releases.pins.outcome import Move, move_of, problems
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.coverage_findings import coverage_findings
from interpretations.releases.submission.member_findings import member_findings
from interpretations.releases.submission.offers import why_not_begin
from interpretations.releases.submission.plan import plan_findings
from interpretations.releases.submission.request import Submission

# These already say that only half of a set is there.
HALF = ("missing_policy", "missing_interpretation")
LONGEST_LEAD = timedelta(days=5 * 366)


def time_findings(scheduled_for: datetime | None, now: datetime) -> list[Finding]:
    """A scheduled time must lie ahead by the minimum lead, so that review can happen."""
    if scheduled_for is None:
        return []
    if scheduled_for <= now:
        return [Finding("past", _("发布时间已经过去，请改为以后的时间，或选择审完即发。"))]
    lead = timedelta(seconds=settings.RELEASE_MINIMUM_LEAD_SECONDS)
    if scheduled_for < now + lead:
        return [Finding("too_soon", _("发布时间至少要在 %d 秒以后。") % lead.total_seconds())]
    return far_findings(scheduled_for, now)


def far_findings(moment: datetime, now: datetime) -> list[Finding]:
    """A slip of the year would freeze the set for as long."""
    if moment - now <= LONGEST_LEAD:
        return []
    return [Finding("too_far", _("公开时间最晚只能定在 5 年以内，请核对年份。"))]


def _not_before_findings(submission: Submission, now: datetime) -> list[Finding]:
    earliest, wished = submission.not_before, submission.scheduled_for
    if earliest is None:
        return []
    if earliest <= now:
        return [Finding("not_before_past", _("「不早于」已经过去。不用限定就留空。"))]
    if wished and wished < earliest:
        return [Finding("before_not_before", _("公开时间早于您写的「不早于」，请改其中一个。"))]
    return far_findings(earliest, now)


def set_findings(
    policies: list[PolicyPage], members: list[Pinned], submission: Submission, now: datetime
) -> list[Finding]:
    """Return everything that blocks or warns about these members as one release."""
    findings = [*_submission_findings(policies, submission, now)]
    preventing = _place_findings(policies, submission.kind)
    preventing += _state_findings(policies, submission.kind)
    if preventing:
        return findings + preventing
    if not members:
        return [*findings, Finding("nothing", _("请至少选一份内容。"))]
    correcting = rule(submission.kind).interpretations == Names.CHANGED
    if correcting and not any(member.page.live for member in members):
        findings.append(Finding("nothing_changed", _("更正要包含至少一份已公开、又有修改的内容。")))
    moves = {member.page.pk: _move(member, submission) for member in members}
    for policy in policies:
        findings += _policy_set_findings(policy, members, moves, submission, now)
    if not any(finding.code in HALF for finding in findings):
        sentences = problems(moves.values(), _expected())
        findings += [Finding("half_a_set", sentence) for sentence in sentences]
    lost = lost_links(moves.values())
    findings += [
        Finding("lost_clause", sentence, link.page_id)
        for link, sentence in zip(lost, told(lost), strict=True)
    ]
    for member in members:
        findings += member_findings(member)
    return list(dict.fromkeys(findings))


def _state_findings(policies: list[PolicyPage], kind: str) -> list[Finding]:
    """Whether each set is in a state for this kind of release; nothing else matters if not."""
    return [
        Finding.of(refusal, policy.pk)
        for policy in policies
        if (refusal := why_not_begin(policy, kind))
    ]


def _place_findings(policies: list[PolicyPage], kind: str) -> list[Finding]:
    """One release belongs to one department, whose people review it; a moving set waits."""
    lead, findings = policies[0], []
    for policy in policies[1:]:
        if not policy.is_sibling_of(lead):
            sentence = _("《%s》属于另一个部门，不能放在同一张发布单里。") % policy.title
            findings.append(Finding("other_department", sentence, policy.pk))
    moving = ReleaseItem.objects.filter(
        page__in=[policy.pk for policy in policies],
        open=True,
        release__kind__in=kinds_where("moves"),
    )
    if not rule(kind).moves:
        sentence = _("《%s》正在移交别的部门，等移交完再送审。")
        findings += [Finding("moving", sentence % item.title, item.page_id) for item in moving]
    return findings


def _submission_findings(
    policies: list[PolicyPage], submission: Submission, now: datetime
) -> list[Finding]:
    """What the submission itself has to say, beside its members."""
    findings = time_findings(submission.scheduled_for, now)
    findings += _not_before_findings(submission, now)
    if rule(submission.kind).asks == Asks.NOTE and not submission.note.strip():
        findings.append(Finding("no_note", _("请写公开说明：公众会看到改了什么、为什么。")))
    if rule(submission.kind).moves:
        findings += _target_findings(policies, submission)
    today = timezone.localtime(submission.goes_out_at or now).date()
    if (
        rule(submission.kind).features
        and submission.feature_until
        and submission.feature_until < today
    ):
        findings.append(Finding("feature_past", _("置顶的最后一天已经过去，请改为今天或以后。")))
    return findings


def _target_findings(policies: list[PolicyPage], submission: Submission) -> list[Finding]:
    target = DepartmentPage.objects.filter(pk=submission.target_department).first()
    if target is None:
        return [Finding("no_target", _("请选择接收的部门。"))]
    if any(policy.is_child_of(target) for policy in policies):
        return [Finding("same_target", _("这份文件已经在「%s」。请选另一个部门。") % target.title)]
    closed = closed_shelf(target, shelf=True)
    return [Finding("closed_shelf", closed)] if closed else []


def _move(member: Pinned, submission: Submission) -> Move:
    exempt = member.is_document and member.page.pk in submission.exemptions
    return move_of(member.shown, member.policy_id, member.action, exempt)


def _expected() -> list[int]:
    """Documents that another release under way is about to make public."""
    under_way = ReleaseItem.objects.filter(
        open=True, action=ItemAction.PUBLISH, page_id=F("policy_id")
    )
    return list(under_way.values_list("page_id", flat=True))


def _policy_set_findings(
    policy: PolicyPage,
    members: list[Pinned],
    moves: dict[int, Move],
    submission: Submission,
    now: datetime,
) -> list[Finding]:
    findings: list[Finding] = []
    if rule(submission.kind).whole_set:
        findings += _whole_set_findings(policy, members, moves, submission, now)
    if closed := closed_shelf(policy):
        findings.append(Finding("closed_shelf", closed, policy.pk))
    if rule(submission.kind).features:
        findings += _feature_findings(policy, submission)
    return findings


def _feature_findings(policy: PolicyPage, submission: Submission) -> list[Finding]:
    if submission.feature_until or ColumnFeature.objects.filter(page=policy.pk).exists():
        return []
    sentence = _("《%s》没有置顶。请写明置顶到哪天。") % policy.title
    return [Finding("not_pinned", sentence, policy.pk)]


def _whole_set_findings(
    policy: PolicyPage,
    members: list[Pinned],
    moves: dict[int, Move],
    submission: Submission,
    now: datetime,
) -> list[Finding]:
    own_members = [member for member in members if member.policy_id == policy.pk]
    document = next((member.shown for member in own_members if member.is_document), None)
    if document is None:
        return [Finding("missing_policy", _("首次发布必须包含政策文件。"), policy.pk)]
    findings = [
        finding for member in own_members for finding in _date_findings(member, submission, now)
    ]
    explaining = [member.shown for member in members if policy.pk in moves[member.page.pk].explains]
    if policy.pk in submission.exemptions:
        return findings
    # Interpretations of other documents that readers see already.
    public = policy.explained_by.filter(page__live=True).values("page")
    explaining += InterpretationPage.objects.filter(pk__in=public)
    if not explaining:
        sentence = _("这份文件还没有解读。请先写一份解读，文件和解读一起送审。")
        if InterpretationPage.objects.child_of(policy).exists():
            sentence = _("《%s》的解读一份也没有选上。请选上要一起公开的。") % policy.title
        return [*findings, Finding("missing_interpretation", sentence, policy.pk)]
    if not (document.formerly_published_at or document.external):
        day = timezone.localtime(submission.goes_out_at or now).date()
        rules = ReleaseRules.of_genre(document.genre_id)
        findings += plan_findings(document, explaining, day, rules)
        findings += coverage_findings(document, explaining, submission, rules)
    return findings


def _date_findings(member: Pinned, submission: Submission, now: datetime) -> list[Finding]:
    """原发布时间 belongs to migrations, and each document of them needs one."""
    page, formerly = member.shown, member.shown.formerly_published_at
    if formerly and formerly > now:
        sentence = _("「%s」的原发布时间还没有到，请核对。") % page.title
        return [Finding("former_date_ahead", sentence, page.pk)]
    if rule(submission.kind).historic:
        if formerly is None and member.is_document:
            sentence = _("《%s》要写明以前公开的时间，才能作为历史文件迁移。") % page.title
            return [Finding("no_former_date", sentence, page.pk)]
    elif formerly and not _was_migrated(page):
        sentence = _("《%s》写了原发布时间：历史文件请走迁移；新文件请去掉它。") % page.title
        return [Finding("former_date", sentence, page.pk)]
    return []


def _was_migrated(page: ManagedPage) -> bool:
    """Only what came by a migration keeps its former date when it is released again."""
    return ReleaseItem.objects.filter(
        page=page.pk,
        release__kind__in=kinds_where("historic"),
        release__state=ReleaseState.RELEASED,
    ).exists()
