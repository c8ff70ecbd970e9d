"""Writes one set that a person confirmed: document, interpretations and attachments, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Page

from interpretations.importing import drops, earlier, fields, stream
from interpretations.importing.drafts import add_document, add_interpretation
from interpretations.importing.proposal import Proposal
from interpretations.importing.storing import collection_of, store_document
from interpretations.models import (
    DepartmentPage,
    Drop,
    DroppedFile,
    PlanLine,
    PolicyAttachment,
    PolicyPage,
)
from interpretations.models.refusals import Refusal
from media.examine.types import ATTACHMENT
from media.intake import RefusedUploadError
from media.intake.fields import examined, kept
from media.models import SiteDocument


@dataclass(frozen=True)
class Attached:
    """A file that becomes an attachment, under this title."""

    file: DroppedFile
    title: str


@dataclass(frozen=True)
class Text:
    """A text that becomes a draft, with its columns as the person confirmed them.

    `original` is its own file, where the person keeps it as an attachment of the draft.
    """

    proposal: Proposal
    values: dict[str, Any]
    original: Attached | None = None


@dataclass(frozen=True)
class Group:
    """What a person confirmed; the interpretations explain the document.

    `attached` belongs to the document.
    """

    document: Text
    keywords: tuple[str, ...] = ()
    interpretations: tuple[Text, ...] = ()
    attached: tuple[Attached, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        return self.document, *self.interpretations

    @property
    def attached_to_document(self) -> list[Attached]:
        """Its original first."""
        return [one for one in (self.document.original, *self.attached) if one]

    @property
    def originals_of_interpretations(self) -> list[Attached]:
        return [text.original for text in self.interpretations if text.original]


@dataclass(frozen=True)
class Drafted:
    """The document that was made, and sentences for whoever looks at it next."""

    page: PolicyPage
    told: tuple[str, ...] = ()


class RefusedFileError(Refusal):
    """A file that the door of uploads does not let in; `place` is its place in the drop."""

    code = "refused_file"

    def __init__(self, sentence: str, place: int) -> None:
        super().__init__(sentence)
        self.place = place


class AlreadyDrafted(Refusal):
    """The document is there; `page` is its draft."""

    code = "already_drafted"

    def __init__(self, sentence: str, page: PolicyPage) -> None:
        super().__init__(sentence)
        self.page = page


def draft(drop: Drop, group: Group, department: DepartmentPage, user: Any) -> Drafted:
    """Make the drafts of a set, all or none; the second time it leads to those of the first.

    Raises `RefusedFileError`, `AlreadyDrafted`, and `Refusal` where the guard or a form refuses.
    """
    # Before the transaction: examining takes long.
    brought = [stream.examine(text.proposal.blocks) for text in group.texts]
    kept_files = (*group.attached_to_document, *group.originals_of_interpretations)
    uploads = {one.file.place: _examined(one) for one in kept_files}
    try:
        with LogContext(user=user), transaction.atomic():
            if made := _made_before(drop, department, group.document):
                return made
            page = _write(group, department, user, brought, uploads)
            Drop.objects.filter(pk=drop.pk).update(became=page)
    finally:
        pictures = [one.upload for by_place in brought for one in by_place.values() if one.upload]
        kept([*pictures, *uploads.values()])
    drops.empty(drop)
    told = [
        sentence
        for text, examined_pictures in zip(group.texts, brought, strict=True)
        for sentence in stream.refused(examined_pictures, text.proposal.blocks)
    ]
    return Drafted(page, tuple(told))


def _made_before(drop: Drop, department: DepartmentPage, document: Text) -> Drafted | None:
    """What another press of the button made; raises `AlreadyDrafted` for what another drop did."""
    # One at a time: two presses, and two tabs of one department, cannot pass each other.
    Page.objects.select_for_update().filter(pk=department.pk).values_list("pk").first()
    row = drops.held(drop)
    if row.became_id:
        return Drafted(PolicyPage.objects.get(pk=row.became_id))
    if page := earlier.same_text(department, document.proposal.digest):
        sentence = _("这份文件已经起草过了：「%s」。没有再起草一份。") % page.draft_title
        raise AlreadyDrafted(sentence, page)
    if page := earlier.same_number(department, document.values.get("doc_number", "")):
        sentence = _("「%s」用着同一个发文字号。请核对字号；要换它的正文，请到那里用文件替换。")
        raise AlreadyDrafted(sentence % page.draft_title, page)
    return None


def _examined(attached: Attached) -> Any:
    upload = drops.original(attached.file)
    try:
        examined(upload, ATTACHMENT)
    except RefusedUploadError as refusal:
        raise RefusedFileError(refusal.sentence(), attached.file.place) from refusal
    return upload


def _write(
    group: Group,
    department: DepartmentPage,
    user: Any,
    brought: Sequence[dict[int, stream.Brought]],
    uploads: Mapping[int, Any],
) -> PolicyPage:
    collection = collection_of(department)
    document = group.document

    def stored(one: Attached) -> SiteDocument:
        return store_document(uploads[one.file.place], one.title, collection, user)

    body = stream.new_body(document.proposal.blocks, brought[0], collection, user, is_document=True)
    values = {
        **document.values,
        "body": body,
        "relations": fields.relations(document.proposal.recognized),
        "attachments": [
            PolicyAttachment(title=one.title, document=stored(one))
            for one in group.attached_to_document
        ],
        "plan_lines": [PlanLine(form=form) for form in _forms(group)],
    }
    page = add_document(department, values, group.keywords, user)
    earlier.keep(page, document.proposal.digest, by_person=True)
    for text, pictures in zip(group.interpretations, brought[1:], strict=True):
        blocks = text.proposal.blocks
        words = stream.new_body(blocks, pictures, collection, user, is_document=False)
        if one := text.original:
            words.append(("attachment", {"title": one.title, "document": stored(one)}))
        interpretation = add_interpretation(page, text.values | {"body": words}, user)
        earlier.keep(interpretation, text.proposal.digest, by_person=True)
    return page


def _forms(group: Group) -> list[Any]:
    """What is planned is what was dropped: each form once, in their order."""
    forms = (text.values.get("form") for text in group.interpretations)
    return list(dict.fromkeys(form for form in forms if form))
