"""The files of one drop, as one set: what each is taken for, and what stands in the way."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drafting import sentences
from drafting.flow import Flow
from drafting.recognize import What
from interpretations.importing import drops
from interpretations.importing.files import TEXT_ENDINGS, File
from interpretations.importing.kept import proposed
from interpretations.importing.pairing import Document, attached_to
from interpretations.importing.proposal import Proposal, unlike_one_text
from interpretations.models import Drop, DroppedFile

logger = logging.getLogger(__name__)


class Role(models.TextChoices):
    """What a file is in its set."""

    DOCUMENT = "document", gettext_lazy("政策文件")
    INTERPRETATION = "interpretation", gettext_lazy("解读")
    ATTACHMENT = "attachment", gettext_lazy("文件的附件")
    LEFT = "left", gettext_lazy("不用它")


@dataclass(frozen=True)
class Looked:
    """A file with what it says; `trouble` is why its text cannot become a draft, in a sentence."""

    file: DroppedFile
    flow: Flow | None = None
    proposal: Proposal | None = None
    trouble: str = ""

    @cached_property
    def roles(self) -> list[Role]:
        """What it may be taken for."""
        texts = [] if self.trouble else [Role.DOCUMENT, Role.INTERPRETATION]
        attached = [Role.ATTACHMENT] if drops.may_be_attached(self.file) else []
        return [*texts, *attached, Role.LEFT]

    @property
    def is_attachment(self) -> bool:
        """Whether its name says so."""
        return File(Path(self.file.name), named=True).is_attachment


def look(drop: Drop) -> list[Looked]:
    """What each file of a drop says, in their order."""
    return [_look(file) for file in drop.files.select_related("drop")]


def guess(files: Sequence[Looked]) -> dict[int, Role]:
    """What each file is taken for, by its place: at most what its name and its text tell."""
    roles = {one.file.place: _alone(one) for one in files}
    documents = [one for one in files if roles[one.file.place] is Role.DOCUMENT]
    if len(documents) > 1:
        first = next((one for one in documents if _has_number(one)), documents[0])
        named = [_named_by(first)]
        for one in documents:
            path = Path(one.file.name)
            if one is not first and Role.ATTACHMENT in one.roles and attached_to(path, named):
                roles[one.file.place] = Role.ATTACHMENT
    return roles


def _look(file: DroppedFile) -> Looked:
    if file.refusal:
        return Looked(file, trouble=sentences.refusal(file.refusal, file.facts, _))
    if not drops.is_text(file):
        return Looked(file, trouble=sentences.refusal("not_text", {}, _))
    flow = drops.flow_of(file)
    if flow is None:
        return Looked(file, trouble=_("这个文件已经清除。请重新选择。"))
    try:
        proposal = proposed(flow, file.name, drops.room_of(file))
    except Exception:  # a text nobody thought of; its neighbours are shown all the same
        logger.exception("no proposal for file %d of drop %s", file.place, file.drop_id)
        return Looked(file, trouble=_("没有认出来，原因记在日志里。请把这个文件交给管理员。"))
    return Looked(file, flow, proposal, unlike_one_text(proposal))


def _alone(one: Looked) -> Role:
    if one.is_attachment and Role.ATTACHMENT in one.roles:
        return Role.ATTACHMENT
    if one.trouble or one.proposal is None:
        is_text = Path(one.file.name).suffix.casefold() in TEXT_ENDINGS
        return Role.LEFT if is_text or Role.ATTACHMENT not in one.roles else Role.ATTACHMENT
    is_interpretation = one.proposal.what is What.INTERPRETATION
    return Role.INTERPRETATION if is_interpretation else Role.DOCUMENT


def _has_number(one: Looked) -> bool:
    return one.proposal is not None and bool(one.proposal.recognized.value("doc_number"))


def _named_by(document: Looked) -> Document:
    """A document as its attachments are told by it."""
    assert document.proposal is not None  # or it would be none
    attachments = tuple(document.proposal.recognized.value("attachments") or ())
    return Document(Path(document.file.name), document.proposal.title, attachments)
