"""Synthetic draft sets that lack nothing: what rehearsals submit, and measurements."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection, Page

from interpretations.demo.people import People
from interpretations.demo.synthetic import interpretation_values, policy_values
from interpretations.models import (
    DepartmentPage,
    InterpretationPage,
    PlanLine,
    PolicyAttachment,
    PolicyPage,
)
from interpretations.models.clauses import clauses_of
from media.models import SiteDocument

DEPARTMENT = "zhujian"
YEAR = 2026
OUTLINE = "背景、要点、群众最可能问什么。"


def make_draft(
    mark: str,
    serial: int,
    people: People,
    *,
    interpretations: int = 1,
    attachment: bytes = b"%PDF-1.4\n%%EOF\n",
    keywords: Sequence[str] = (),
    **fields: Any,
) -> list[Page]:
    """A document with its plan and an attachment, and interpretations below it.

    Complete: the drafter can submit it as it is, and what a set must have to be submitted is
    added here alone. `mark` stands in every title, `serial` decides the words; `fields`
    override what the document holds. Returns the pages, the document first.
    """
    department = DepartmentPage.objects.get(slug=DEPARTMENT)
    policy = PolicyPage(
        **{**policy_values(mark, YEAR, serial), "plan_outline": OUTLINE, **fields},
        owner=people["drafter"],
    )
    pages = [
        InterpretationPage(
            **interpretation_values(mark if number == 1 else f"{mark}之{number}", serial),
            owner=people["drafter"],
        )
        for number in range(1, interpretations + 1)
    ]
    policy.plan_lines = [PlanLine(form=page.form, channels="市政府网站") for page in pages[:1]]
    policy.attachments = [_attachment(serial, attachment, department, people)]
    department.add_child(instance=policy)
    policy.keywords.add(*keywords)
    # Some genres are asked whether every clause is explained; saving finds what clauses there are.
    policy.save_revision(user=people["drafter"])
    policy.clauses_self_evident = [clause.identity for clause in clauses_of(policy)]
    policy.save_revision(user=people["drafter"])
    for page in pages:
        policy.add_child(instance=page)
        page.save_revision(user=people["drafter"])
    return [policy, *pages]


def _attachment(
    serial: int, content: bytes, department: DepartmentPage, people: People
) -> PolicyAttachment:
    document = SiteDocument.objects.create(
        title=f"附件{serial}",
        file=ContentFile(content, name=f"fujian-{serial}.pdf"),
        collection=Collection.objects.get(name=department.title),
        uploaded_by_user=people["drafter"],
    )
    return PolicyAttachment(title=document.title, document=document)
