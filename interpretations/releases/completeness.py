"""What a set still lacks before it may be submitted; each finding one clear sentence.

The rules are those of DOMAIN.md, section 1: the gate sits at submission.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from interpretations.models import InterpretationPage, PolicyPage, Publication, ReleaseItem
from interpretations.releases.pin import Pinned
from interpretations.releases.publish import closed_shelf


@dataclass(frozen=True)
class Finding:
    """Something about a member: `blocks` submission, or only warns."""

    code: str
    sentence: str
    page_id: int | None = None
    blocks: bool = True


REQUIRED_OF_POLICY = ("issuers", "topic", "date_written", "body")
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


def set_findings(policy: PolicyPage, members: list[Pinned]) -> list[Finding]:
    """Return everything that blocks or warns about these members as one set."""
    found = []
    shown = {member.page.pk: member.shown for member in members}
    if policy.pk not in shown:
        found.append(Finding("missing_policy", _("首次发布必须包含政策文件。"), policy.pk))
    if not any(isinstance(page, InterpretationPage) for page in shown.values()):
        found.append(
            Finding(
                "missing_interpretation",
                _("这份文件还没有解读。请先写一份解读，文件和解读一起送审。"),
                policy.pk,
            )
        )
    if closed := closed_shelf(policy):
        found.append(Finding("closed_shelf", closed, policy.pk))
    for member in members:
        found += member_findings(member)
    return found


def member_findings(member: Pinned) -> list[Finding]:
    """Return what is missing or wrong in one member; looked for once per pinning."""
    if member.findings is None:
        member.findings = _look_at(member)
    return member.findings


def _look_at(member: Pinned) -> list[Finding]:
    page = member.shown
    found = [*_already_underway(member), *_already_public(member), *_missing_files(member)]
    if isinstance(page, PolicyPage):
        found += _missing(page, REQUIRED_OF_POLICY)
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


def _already_public(member: Pinned) -> list[Finding]:
    if not Publication.objects.filter(page_id=member.page.pk).exists():
        return []
    return [
        Finding(
            "public", _("「%s」已经公开，不能再首次发布。") % member.shown.title, member.page.pk
        )
    ]


def _missing_files(member: Pinned) -> list[Finding]:
    gone = [
        one.instance.title
        for one in member.reached
        if one.is_file and not one.instance.file.storage.exists(one.instance.file.name)
    ]
    unreadable = [title for title in member.broken if title not in gone]
    return [
        *(
            Finding("file_gone", _("文件「%s」已经丢失，请重新上传。") % title, member.page.pk)
            for title in gone
        ),
        *(
            Finding("picture_broken", _("图片「%s」打不开，请换一张。") % title, member.page.pk)
            for title in unreadable
        ),
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
