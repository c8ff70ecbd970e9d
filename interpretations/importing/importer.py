"""One import: documents as they come, then what explains them, then what is attached to them.

Holds one text at a time, and of each document its title: a long folder needs no more memory
than a short one.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error
from django.utils.translation import gettext as _

from drafting import sentences
from drafting.recognize import What
from interpretations.importing import attaching, fields, files
from interpretations.importing.departments import Departments
from interpretations.importing.drafts import (
    Written,
    rehearse_document,
    rehearse_interpretation,
    write_document,
    write_interpretation,
)
from interpretations.importing.files import File
from interpretations.importing.opening import Opened, opened
from interpretations.importing.pairing import Document, attached_to, explained_by
from interpretations.importing.proposal import Proposal, holding, propose, unlike_one_text
from interpretations.importing.status import Outcome, Status
from interpretations.models import PolicyPage
from interpretations.models.refusals import Refusal
from media.intake import RefusedUploadError

logger = logging.getLogger(__name__)

WRONG_KIND = "not_text"
MADE = (Status.CREATED, Status.UPDATED)


class Importer:
    """Imports files in one person's name; a rehearsal tells the same and writes nothing."""

    def __init__(self, user: Any, departments: Departments, is_rehearsal: bool = False) -> None:
        self._user = user
        self._departments = departments
        self._is_rehearsal = is_rehearsal
        self._documents: list[Document] = []
        self._explaining: list[Path] = []

    def run(self, all_files: Sequence[File]) -> Iterator[Outcome]:
        """Yield what became of each file; raises only what the machine is at fault for."""
        there = [file for file in all_files if file.path.is_file()]
        for file in all_files:
            if file not in there:
                reason = _("没有这个文件或文件夹，请核对路径。")
                yield Outcome(str(file.path), Status.FAILED, reason)
        yield from self._texts(file.path for file in there if file.is_text)
        yield from self._interpretations()
        for file in there:
            if not file.is_text:
                yield from self._beside(file)
        yield from self._interpretations()

    def _texts(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Import documents; interpretations wait until every document is there."""
        for one in opened(paths):
            proposal = _proposed(one)
            if isinstance(proposal, Outcome):
                yield proposal
            elif proposal.what is What.INTERPRETATION:
                self._explaining.append(one.path)
            elif reason := unlike_one_text(proposal):
                yield _outcome(one.path, proposal, Status.FAILED, reason)
            else:
                yield self._document(one.path, _with_lines(proposal, one))

    def _document(self, path: Path, proposal: Proposal) -> Outcome:
        def write() -> Written:
            department = self._departments.of(proposal)
            if self._is_rehearsal:
                return rehearse_document(proposal, department, self._user)
            return write_document(proposal, department, self._user)

        outcome = self._tried(path, proposal, write)
        if outcome.status is not Status.FAILED:
            attachments = tuple(proposal.recognized.value("attachments") or ())
            document = Document(path, proposal.title, attachments, outcome.id)
            self._documents.append(document)
        return outcome

    def _interpretations(self) -> Iterator[Outcome]:
        """Import what explains a document of this drop; one that is alone is skipped."""
        waiting, self._explaining = self._explaining, []
        for one in opened(waiting):
            proposal = _proposed(one)
            if isinstance(proposal, Outcome):
                yield proposal
            else:
                yield self._interpretation(one.path, proposal)

    def _interpretation(self, path: Path, proposal: Proposal) -> Outcome:
        document = explained_by(proposal, path, self._documents)
        if document is None:
            reason = _("这是解读，没有和它的文件一起导入。请把文件和解读放在一起，再导入。")
            return _outcome(path, proposal, Status.SKIPPED, reason)

        def write() -> Written:
            policy = self._policy(document)
            if policy is None:
                return Written(Status.CREATED, None)
            if self._is_rehearsal:
                return rehearse_interpretation(proposal, policy, self._user)
            return write_interpretation(proposal, policy, self._user)

        return self._tried(path, proposal, write)

    def _beside(self, file: File) -> Iterator[Outcome]:
        """Attach a file that belongs to a document; say of another why it is not imported."""
        document = attached_to(file.path, self._documents)
        if document is not None:
            yield self._attachment(file.path, document)
        elif file.ending in files.TEXT_ENDINGS:
            yield from self._texts([file.path])
        else:
            is_failure = file.named or file.ending in files.SPOKEN_OF
            code = file.ending.lstrip(".") if file.ending in files.SPOKEN_OF else WRONG_KIND
            status = Status.FAILED if is_failure else Status.SKIPPED
            yield Outcome(str(file.path), status, sentences.refusal(code, {}, _))

    def _attachment(self, path: Path, document: Document) -> Outcome:
        def write() -> Written:
            policy = self._policy(document)
            if policy is None:
                return Written(Status.CREATED, None, (attaching.told(document.title),))
            return attaching.attach(path, policy, self._user, is_rehearsal=self._is_rehearsal)

        return self._tried(path, None, write)

    def _policy(self, document: Document) -> PolicyPage | None:
        """The page of a document; None where a rehearsal has not made it."""
        return PolicyPage.objects.filter(pk=document.page_id).first()

    def _tried(
        self, path: Path, proposal: Proposal | None, write: Callable[[], Written]
    ) -> Outcome:
        """One file's writing: what is at fault in it is said, and the next one goes on."""
        try:
            written = write()
        except (Refusal, RefusedUploadError) as refusal:
            return _outcome(path, proposal, Status.FAILED, str(refusal))
        except ValidationError as error:
            return _outcome(path, proposal, Status.FAILED, " ".join(error.messages))
        except (Error, OSError):
            raise
        except Exception:  # what nobody thought of; the other files go on
            logger.exception("%r was not imported", path.name)
            return _outcome(path, proposal, Status.FAILED, _unexpected())
        findings = proposal.findings if proposal and written.status in MADE else ()
        reason = " ".join((*written.told, *findings))
        return _outcome(path, proposal, written.status, reason, written.page)


def _proposed(one: Opened) -> Proposal | Outcome:
    """A proposal, or why there is none."""
    if one.flow is None:
        return Outcome(str(one.path), Status.FAILED, one.reason)
    try:
        return propose(one.flow, one.path.name)
    except Exception:  # a text nobody thought of; the other files go on
        logger.exception("no proposal for %r", one.path.name)
        return Outcome(str(one.path), Status.FAILED, _unexpected())


def _with_lines(proposal: Proposal, one: Opened) -> Proposal:
    """The proposal of a document with those lines of its head that no column can hold."""
    assert one.flow is not None
    recognized = proposal.recognized
    return holding(proposal, one.flow, fields.held(recognized, fields.policy_values(recognized)))


def _outcome(
    path: Path, proposal: Proposal | None, status: Status, reason: str, page: Any = None
) -> Outcome:
    return Outcome(
        file=str(path),
        status=status,
        reason=reason,
        id=page.pk if page is not None else None,
        fields=proposal.fields if proposal else {},
        clauses=proposal.clauses if proposal else [],
    )


def _unexpected() -> str:
    return _("没有导入，原因记在日志里。请把这个文件交给管理员。")
