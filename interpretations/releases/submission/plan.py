"""解读方案: the plan a submission needs, held against what is there (docs/domain.md, The duty)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from interpretations.models import InterpretationPage, PlanLine, PolicyPage, ReleaseRules
from interpretations.releases.pins.finding import Finding


def plan_findings(
    policy: PolicyPage,
    interpretations: Iterable[InterpretationPage],
    day: date,
    rules: ReleaseRules,
) -> list[Finding]:
    """Compare the plan of a document, as its draft stands, with the interpretations beside it.

    `day` is when the set becomes public: what is planned for later is not missing yet.
    """
    lines = list(policy.plan_lines.all())
    findings = []
    if rules.plan_required and not (lines and policy.plan_outline.strip()):
        findings.append(
            Finding(
                "no_plan",
                _("《%s》还没有解读方案。请在文件里写解读提纲和至少一种计划的解读。")
                % policy.title,
                policy.pk,
                path="plan_outline" if lines else "plan_lines",
            )
        )
    if rules.major_needs_event and policy.plan_marks and not policy.plan_reason.strip():
        findings += _without_event(policy, lines)
    return findings + _still_missing(policy, lines, list(interpretations), day)


def _without_event(policy: PolicyPage, lines: list[PlanLine]) -> list[Finding]:
    if any(line.form.suits_major for line in lines):
        return []
    marks = "、".join(policy.plan_marks)
    sentence = _(
        "文件%(marks)s，方案里要有发布会、吹风会、访谈或署名文章中的一种，或者写明不开的理由。"
    )
    sentence %= {"marks": marks}
    return [Finding("major_without_event", sentence, policy.pk, path="plan_reason")]


def _still_missing(
    policy: PolicyPage, lines: list[PlanLine], interpretations: list[InterpretationPage], day: date
) -> list[Finding]:
    """Forms that the plan promises for this day and that nobody has written; a warning."""
    written = {page.form_id for page in interpretations}
    missing = [
        str(line.form)
        for line in lines
        if line.form_id not in written and (line.planned_for is None or line.planned_for <= day)
    ]
    if not missing:
        return []
    sentence = _("方案里计划了%s，这组里还没有。确认以后再补充的，请勾选。")
    forms = "、".join(dict.fromkeys(missing))
    return [Finding("plan_unmet", sentence % forms, policy.pk, blocks=False)]
