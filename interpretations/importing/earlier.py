"""What a file became before: importing twice makes nothing twice (decision 0086)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from chinese.numbers import number_key
from interpretations.models import DepartmentPage, ImportedText, PolicyPage
from interpretations.models.guard.rules import open_release_of


@dataclass(frozen=True)
class Earlier:
    """A page that stands for the same document; `obstacle` says why its text stays."""

    page: Any
    obstacle: str = ""


def document(department: DepartmentPage, digest: str, doc_number: str) -> Earlier | None:
    """The document of this department with this text, else with this file number."""
    page = same_text(department, digest) or same_number(department, doc_number)
    return _judged(page, digest) if page else None


def same_text(department: DepartmentPage, digest: str) -> PolicyPage | None:
    """The document of this department that was made of this text."""
    documents = PolicyPage.objects.child_of(department)
    return documents.filter(imported_text__digest=digest).first()


def same_number(department: DepartmentPage, doc_number: str) -> PolicyPage | None:
    """The document of this department with this file number."""
    key = number_key(doc_number)
    documents = PolicyPage.objects.child_of(department)
    return documents.filter(doc_number_key=key).first() if key else None


def below(policy: Page, digest: str, title: str) -> Earlier | None:
    """The interpretation of this document with this text, else with this title."""
    children = Page.objects.child_of(policy)
    same_text = children.filter(imported_text__digest=digest).first()
    page = same_text or children.filter(draft_title=title).first()
    return _judged(page.specific, digest) if page else None


def keep(page: Any, digest: str, by_person: bool = False) -> None:
    """Write down what the page was made of; called in the transaction that made it.

    `by_person`: somebody looked at every field and confirmed it. A later import leaves it alone.
    """
    written = ImportedText.BY_PERSON if by_person else page.latest_revision_id
    ImportedText.objects.update_or_create(
        page_id=page.pk, defaults={"digest": digest, "revision_id": written}
    )


def _judged(page: Any, digest: str) -> Earlier:
    row = ImportedText.objects.filter(page=page.pk).first()
    return Earlier(page, _obstacle(page, row, digest))


def _obstacle(page: Any, row: ImportedText | None, digest: str) -> str:
    title = page.draft_title
    if row and row.digest == digest:
        return _("已经导入过，没有变化。")
    if open_release_of(page.pk):
        return _("「%s」正在审核，没有改。") % title
    if page.first_published_at or page.live:
        return _("「%s」已经公开，没有改。要改请走更正。") % title
    if row is None:
        return _("「%s」已经在起草，不是导入的，没有改。") % title
    if row.revision_id != page.latest_revision_id:
        return _("「%s」导入以后有人改过，没有覆盖。要用新文件，请先删掉这份草稿。") % title
    return ""
