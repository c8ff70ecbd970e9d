"""What one member still lacks before it may be submitted; each finding one clear sentence."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from interpretations.models import PolicyPage, ReleaseItem
from interpretations.models.kinds import ItemAction
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.block_findings import flaws
from interpretations.releases.submission.file_findings import file_findings

REQUIRED_OF_POLICY = ("issuers", "topic", "date_written", "body")
REQUIRED_OF_EXTERNAL = ("issuers", "source_url")
REQUIRED_OF_INTERPRETATION = ("form", "summary", "interpreter")


def member_findings(member: Pinned) -> list[Finding]:
    """Return what is missing or wrong in one member; looked for once per pinning."""
    if member.findings is None:
        member.findings = _look_at(member)
    return member.findings


def _look_at(member: Pinned) -> list[Finding]:
    page = member.shown
    findings = _already_underway(member)
    if member.action == ItemAction.REMOVE:
        return findings
    findings += file_findings(member)
    if member.action == ItemAction.KEEP:
        return findings
    if isinstance(page, PolicyPage):
        findings += _missing(page, REQUIRED_OF_EXTERNAL if page.external else REQUIRED_OF_POLICY)
        findings += _policy_findings(page)
    else:
        findings += _missing(page, REQUIRED_OF_INTERPRETATION)
        if not page.key_points and not page.body:
            findings.append(
                Finding(
                    "empty",
                    _("「%s」还没有内容。请写主要内容或解读正文。") % page.title,
                    page.pk,
                    path="key_points",
                )
            )
        if page.source_url and not page.source_name:
            sentence = _(
                "「%s」写了转载网址，没有写转载自哪里，公众看不到它。请写上，或者清空网址。"
            )
            findings.append(
                Finding("source_name", sentence % page.title, page.pk, path="source_name")
            )
    return findings + _invalid(page)


def _missing(page: Any, required: tuple[str, ...]) -> list[Finding]:
    """One finding for each field, so that each leads to its place."""
    return [
        Finding(
            "missing_fields",
            _("「%(title)s」缺少：%(field)s。")
            % {"title": page.title, "field": _label(page, name)},
            page.pk,
            path=name,
        )
        for name in required
        if not getattr(page, name)
    ]


def _policy_findings(page: PolicyPage) -> list[Finding]:
    findings = []
    if page.external and page.body:
        sentence = _("上级政策不放正文，请清空「正文」，写明原文网址。")
        findings.append(Finding("external_body", sentence, page.pk, path="body"))
    if page.openness != PolicyPage.Openness.PUBLIC:
        findings.append(
            Finding(
                "openness",
                _("公开属性是「%s」，不能在网站公开。只有主动公开的文件可以发布。")
                % page.get_openness_display(),
                page.pk,
                path="openness",
            )
        )
    elif page.openness_reason.strip():
        sentence = _("写了不主动公开的依据，公开属性却是「%s」。请改公开属性，或者清空依据。")
        told = sentence % page.get_openness_display()
        findings.append(Finding("openness_reason", told, page.pk, path="openness_reason"))
    if page.source_url and not page.external:
        sentence = _("写了原文网址，没有勾选「上级政策」，公众看不到它。请勾选，或者清空网址。")
        findings.append(Finding("source_url", sentence, page.pk, path="source_url"))
    return findings + _duplicate_number(page)


def _duplicate_number(page: PolicyPage) -> list[Finding]:
    """Warn, never block for good: real archives do hold the same number twice."""
    if not page.doc_number_key:
        return []
    # What another department drafts is under embargo, its number too (P7).
    visible = Q(publication__isnull=False) | Q(path__startswith=page.path[: -page.steplen])
    with_this_number = PolicyPage.objects.filter(visible, doc_number_key=page.doc_number_key)
    other = with_this_number.exclude(pk=page.pk).order_by("-live", "pk").first()
    if other is None:
        return []
    sentence = _("文号 %(number)s 已用于《%(title)s》，请核对。") % {
        "number": page.doc_number,
        "title": other.title,
    }
    return [Finding("duplicate_number", sentence, page.pk, blocks=False, path="doc_number")]


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
    """What the form would refuse if everything were required, field by field, block by block."""
    found: list[Finding] = []
    try:
        page.full_clean()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            found.append(_refused(page, name, _label(page, name), "".join(texts)))
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block") and getattr(page, field.name):
            for flaw in flaws(field.stream_block, getattr(page, field.name)):
                place = ".".join((field.name, *flaw.path))
                name = _("的").join(filter(None, (_label(page, field.name), flaw.name)))
                found.append(_refused(page, place, name, flaw.problem))
    return found


def _refused(page: Any, path: str, name: str, problem: str) -> Finding:
    sentence = _("「%(title)s」的%(field)s：%(problem)s")
    words = {"title": page.title, "field": name, "problem": problem}
    return Finding("invalid", sentence % words, page.pk, path=path)


def _label(page: Any, name: str) -> str:
    try:
        return str(page._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return _("内容")
