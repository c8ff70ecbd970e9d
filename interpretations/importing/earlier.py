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


def keeps_files_out(policy: PolicyPage) -> str:
    """Why the draft of this document takes no attachment of a drop; empty where it does."""
    row = _row(policy)
    if reason := _closed(policy, row):
        return reason
    if _is_as_imported(policy, row):
        return ""
    return _("「%s」有人核对或改过，没有添加附件。要添加，请到它的编辑页。") % policy.draft_title


def _judged(page: Any, digest: str) -> Earlier:
    row = _row(page)
    if row and row.digest == digest:
        return Earlier(page, _("已经导入过，没有变化。"))
    return Earlier(page, _closed(page, row) or _touched(page, row))


def _row(page: Any) -> ImportedText | None:
    return ImportedText.objects.filter(page=page.pk).first()


def _closed(page: Any, row: ImportedText | None) -> str:
    """Why no import changes this page, whatever it brings."""
    title = page.draft_title
    if open_release_of(page.pk):
        return _("「%s」正在审核，没有改。") % title
    if page.first_published_at or page.live:
        return _("「%s」已经公开，没有改。要改请走更正。") % title
    if row is None:
        return _("「%s」已经在起草，不是导入的，没有改。") % title
    return ""


def _touched(page: Any, row: ImportedText | None) -> str:
    """Why this text is a person's own; empty where it stands as it was imported."""
    if _is_as_imported(page, row):
        return ""
    is_by_person = row and row.revision_id == ImportedText.BY_PERSON
    told = (
        _("「%s」是有人核对过的草稿，没有覆盖。要用新文件，请在它的编辑页「用文件替换正文」。")
        if is_by_person
        else _("「%s」导入以后有人改过，没有覆盖。要用新文件，请在它的编辑页「用文件替换正文」。")
    )
    return told % page.draft_title


def _is_as_imported(page: Any, row: ImportedText | None) -> bool:
    return row is not None and row.revision_id == page.latest_revision_id
