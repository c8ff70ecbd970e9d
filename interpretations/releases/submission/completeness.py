"""What a set still lacks before it may be submitted; each finding one clear sentence.

The rules are those of docs/domain.md, The duty: the gate sits at submission.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import (
    ColumnFeature,
    DepartmentPage,
    InterpretationPage,
    PolicyPage,
    ReleaseItem,
)
from interpretations.models.kind_rules import Asks, Names, kinds_where, rule
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.execution.publish import closed_shelf
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.outcome import Move, move_of, problems
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.file_findings import file_findings
from interpretations.releases.submission.offers import why_not_begin
from interpretations.releases.submission.plan import plan_findings
from interpretations.releases.submission.request import Submission

REQUIRED_OF_POLICY = ("issuers", "topic", "date_written", "body")
REQUIRED_OF_EXTERNAL = ("issuers", "source_url")
# These already say that only half of a set is there.
HALF = ("missing_policy", "missing_interpretation")
REQUIRED_OF_INTERPRETATION = ("form", "summary", "interpreter")


def time_findings(scheduled_for: datetime | None, now: datetime) -> list[Finding]:
    """A scheduled time must lie ahead by the minimum lead, so that review can happen."""
    if scheduled_for is None:
        return []
    if scheduled_for <= now:
        return [Finding("past", _("发布时间已经过去，请改为以后的时间，或选择审完即发。"))]
    lead = timedelta(seconds=settings.RELEASE_MINIMUM_LEAD_SECONDS)
    if scheduled_for < now + lead:
        return [Finding("too_soon", _("发布时间至少要在 %d 秒以后。") % lead.total_seconds())]
    return []


def set_findings(
    policies: list[PolicyPage], members: list[Pinned], submission: Submission, now: datetime
) -> list[Finding]:
    """Return everything that blocks or warns about these members as one release."""
    found = [*_submission_findings(policies, submission, now)]
    wrong = _place_findings(policies, submission.kind) + _state_findings(policies, submission.kind)
    if wrong:
        return found + wrong
    if not members:
        return [*found, Finding("nothing", _("请至少选一份内容。"))]
    correcting = rule(submission.kind).interpretations == Names.CHANGED
    if correcting and not any(member.page.live for member in members):
        found.append(Finding("nothing_changed", _("更正要包含至少一份已公开、又有修改的内容。")))
    moves = {member.page.pk: _move(member, submission) for member in members}
    for policy in policies:
        found += _policy_set_findings(policy, members, moves, submission, now)
    if not any(one.code in HALF for one in found):
        found += [Finding("half_a_set", one) for one in problems(moves.values(), _expected())]
    for member in members:
        found += member_findings(member)
    return list(dict.fromkeys(found))


def _state_findings(policies: list[PolicyPage], kind: str) -> list[Finding]:
    """Whether each set is in a state for this kind of release; nothing else matters if not."""
    return [
        Finding.of(refusal, policy.pk)
        for policy in policies
        if (refusal := why_not_begin(policy, kind))
    ]


def _place_findings(policies: list[PolicyPage], kind: str) -> list[Finding]:
    """One release belongs to one department, whose people review it; a moving set waits."""
    lead, found = policies[0], []
    for policy in policies[1:]:
        if not policy.is_sibling_of(lead):
            sentence = _("《%s》属于另一个部门，不能放在同一张发布单里。") % policy.title
            found.append(Finding("other_department", sentence, policy.pk))
    moving = ReleaseItem.objects.filter(
        page__in=[policy.pk for policy in policies],
        open=True,
        release__kind__in=kinds_where("moves"),
    )
    if not rule(kind).moves:
        sentence = _("《%s》正在移交别的部门，等移交完再送审。")
        found += [Finding("moving", sentence % item.title, item.page_id) for item in moving]
    return found


def _submission_findings(
    policies: list[PolicyPage], submission: Submission, now: datetime
) -> list[Finding]:
    """What the submission itself has to say, beside its members."""
    found = time_findings(submission.scheduled_for, now)
    if rule(submission.kind).asks == Asks.NOTE and not submission.note.strip():
        found.append(Finding("no_note", _("请写公开说明：公众会看到改了什么、为什么。")))
    if rule(submission.kind).moves:
        found += _target_findings(policies, submission)
    today = timezone.localtime(now).date()
    if (
        rule(submission.kind).features
        and submission.feature_until
        and submission.feature_until < today
    ):
        found.append(Finding("feature_past", _("置顶的最后一天已经过去，请改为今天或以后。")))
    return found


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
    found = []
    if rule(submission.kind).whole_set:
        found += _whole_set_findings(policy, members, moves, submission, now)
    if closed := closed_shelf(policy):
        found.append(Finding("closed_shelf", closed, policy.pk))
    if rule(submission.kind).features:
        found += _feature_findings(policy, submission)
    return found


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
    own = [member for member in members if member.policy_id == policy.pk]
    document = next((m.shown for m in own if m.is_document), None)
    if document is None:
        return [Finding("missing_policy", _("首次发布必须包含政策文件。"), policy.pk)]
    found = [one for member in own for one in _date_findings(member, submission, now)]
    explaining = [m.shown for m in members if policy.pk in moves[m.page.pk].explains]
    if policy.pk in submission.exemptions:
        return found
    # Interpretations of other documents that readers see already.
    public = policy.explained_by.filter(page__live=True).values("page")
    explaining += InterpretationPage.objects.filter(pk__in=public)
    if not explaining:
        sentence = _("这份文件还没有解读。请先写一份解读，文件和解读一起送审。")
        return [*found, Finding("missing_interpretation", sentence, policy.pk)]
    if not (document.formerly_published_at or document.external):
        day = timezone.localtime(submission.scheduled_for or now).date()
        found += plan_findings(document, explaining, day)
    return found


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


def _was_migrated(page: Any) -> bool:
    """Only what came by a migration keeps its former date when it is released again."""
    return ReleaseItem.objects.filter(
        page=page.pk,
        release__kind__in=kinds_where("historic"),
        release__state=ReleaseState.RELEASED,
    ).exists()


def member_findings(member: Pinned) -> list[Finding]:
    """Return what is missing or wrong in one member; looked for once per pinning."""
    if member.findings is None:
        member.findings = _look_at(member)
    return member.findings


def _look_at(member: Pinned) -> list[Finding]:
    page = member.shown
    found = _already_underway(member)
    if member.action == ItemAction.REMOVE:
        return found
    found += file_findings(member)
    if member.action == ItemAction.KEEP:
        return found
    if isinstance(page, PolicyPage):
        found += _missing(page, REQUIRED_OF_EXTERNAL if page.external else REQUIRED_OF_POLICY)
        found += _policy_findings(page)
    else:
        found += _missing(page, REQUIRED_OF_INTERPRETATION)
        if not page.key_points and not page.body:
            found.append(
                Finding(
                    "empty", _("「%s」还没有内容。请写主要内容或解读正文。") % page.title, page.pk
                )
            )
    return found + _invalid(page)


def _missing(page: Any, required: tuple[str, ...]) -> list[Finding]:
    empty = [name for name in required if not getattr(page, name)]
    if not empty:
        return []
    labels = _("、").join(str(page._meta.get_field(name).verbose_name) for name in empty)
    sentence = _("「%(title)s」缺少：%(fields)s。") % {"title": page.title, "fields": labels}
    return [Finding("missing_fields", sentence, page.pk)]


def _policy_findings(page: PolicyPage) -> list[Finding]:
    found = []
    if page.external and page.body:
        sentence = _("上级政策不放正文，请清空「正文」，写明原文网址。")
        found.append(Finding("external_body", sentence, page.pk))
    if page.openness != PolicyPage.Openness.PUBLIC:
        found.append(
            Finding(
                "openness",
                _("公开属性是「%s」，不能在网站公开。只有主动公开的文件可以发布。")
                % page.get_openness_display(),
                page.pk,
            )
        )
    return found + _duplicate_number(page)


def _duplicate_number(page: PolicyPage) -> list[Finding]:
    """Warn, never block for good: real archives do hold the same number twice."""
    if not page.doc_number_key:
        return []
    # What another department drafts is under embargo, its number too (P7).
    known = Q(publication__isnull=False) | Q(path__startswith=page.path[: -page.steplen])
    others = PolicyPage.objects.filter(known, doc_number_key=page.doc_number_key)
    same = others.exclude(pk=page.pk).order_by("-live", "pk").first()
    if same is None:
        return []
    sentence = _("文号 %(number)s 已用于《%(title)s》，请核对。") % {
        "number": page.doc_number,
        "title": same.title,
    }
    return [Finding("duplicate_number", sentence, page.pk, blocks=False)]


def _already_underway(member: Pinned) -> list[Finding]:
    item = ReleaseItem.objects.filter(page_id=member.page.pk, open=True).first()
    if item is None:
        return []
    return [
        Finding(
            "underway",
            _("「%(title)s」已由%(who)s送审，正在审核。")
            % {"title": member.shown.title, "who": item.release.submitted_by_name},
            member.page.pk,
        )
    ]


def _invalid(page: Any) -> list[Finding]:
    """What the form would refuse if everything were required, field by field."""
    wrong: dict[str, str] = {}
    try:
        page.full_clean()
    except ValidationError as error:
        wrong = {name: "".join(texts) for name, texts in error.message_dict.items()}
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block") and getattr(page, field.name):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError:
                wrong[field.name] = _("有一块没有填完或填得不对。")
    return [
        Finding(
            "invalid",
            _("「%(title)s」的%(field)s：%(problem)s请打开它改好。")
            % {"title": page.title, "field": _label(page, name), "problem": problem},
            page.pk,
        )
        for name, problem in wrong.items()
    ]


def _label(page: Any, name: str) -> str:
    try:
        return str(page._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return _("内容")
