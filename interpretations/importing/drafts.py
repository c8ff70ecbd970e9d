"""Writes proposals as drafts, as the editor does: saved by a person, guarded, recorded."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from interpretations.importing import earlier, fields, stream
from interpretations.importing.proposal import Proposal
from interpretations.importing.renewing import foreseen, renew
from interpretations.importing.status import Status
from interpretations.importing.storing import collection_of
from interpretations.models import (
    DepartmentPage,
    InterpretationForm,
    InterpretationPage,
    PolicyPage,
)
from interpretations.models.guard.references import Target

LONGEST_TITLE, LONGEST_CONTACT = 255, 120
# The form of an interpretation, by a word of its title; plain text is the ordinary one.
FORMS = (("图解", "tujie"), ("一图读懂", "tujie"), ("问答", "wenda"), ("答记者问", "wenda"))
PLAIN_FORM = "jiedu"


@dataclass(frozen=True)
class Written:
    """What became of a proposal; `told` are sentences for whoever looks at the draft next."""

    status: Status
    page: Any
    told: tuple[str, ...] = ()


def write_document(proposal: Proposal, department: DepartmentPage, user: Any) -> Written:
    """Make or renew the draft of a document.

    Raises `Refusal` where the guard or the desk's form of pictures refuses.
    """
    number = proposal.recognized.value("doc_number") or ""
    before = earlier.document(department, proposal.digest, number)
    if before and before.obstacle:
        return Written(Status.SKIPPED, before.page, (before.obstacle,))
    brought = stream.examine(proposal.blocks)
    values = fields.policy_values(proposal.recognized)
    became: tuple[str, ...] = ()
    with LogContext(user=user), transaction.atomic():
        values["title"] = proposal.title[:LONGEST_TITLE]
        collection = collection_of(department)
        keywords = fields.keywords(proposal.recognized)
        relations = fields.relations(proposal.recognized)
        if before:
            lists = {fields.KEYWORDS: keywords, "relations": relations}
            said = {name: rows for name, rows in lists.items() if rows}
            page, became = _renewed(before.page, proposal, brought, values | said, user)
        else:
            values["body"] = stream.new_body(
                proposal.blocks, brought, collection, user, is_document=True
            )
            values["relations"] = relations
            page = add_document(department, values, keywords, user, stream.stored(brought))
        earlier.keep(page, proposal.digest)
    told = (
        *became,
        *fields.left_out(proposal.recognized, values),
        *stream.refused(brought, proposal.blocks),
        *_untitled(proposal),
    )
    return Written(Status.UPDATED if before else Status.CREATED, page, told)


def write_interpretation(proposal: Proposal, policy: PolicyPage, user: Any) -> Written:
    """Make or renew the draft of an interpretation below its document; raises as above."""
    title = proposal.title[:LONGEST_TITLE]
    before = earlier.below(policy, proposal.digest, title)
    if before and before.obstacle:
        return Written(Status.SKIPPED, before.page, (before.obstacle,))
    brought = stream.examine(proposal.blocks)
    became: tuple[str, ...] = ()
    with LogContext(user=user), transaction.atomic():
        if before:
            page, became = _renewed(before.page, proposal, brought, {"title": title}, user)
        else:
            collection = collection_of(DepartmentPage.objects.ancestor_of(policy).get())
            body = stream.new_body(proposal.blocks, brought, collection, user, is_document=False)
            values = {"title": title, "body": body, **interpretation_values(proposal)}
            page = add_interpretation(policy, values, user, stream.stored(brought))
        earlier.keep(page, proposal.digest)
    told = (*became, *stream.refused(brought, proposal.blocks))
    return Written(Status.UPDATED if before else Status.CREATED, page, told)


def rehearse_document(proposal: Proposal, department: DepartmentPage, user: Any) -> Written:
    """What `write_document` would do."""
    number = proposal.recognized.value("doc_number") or ""
    return _rehearsed(earlier.document(department, proposal.digest, number), proposal, user)


def rehearse_interpretation(proposal: Proposal, policy: PolicyPage, user: Any) -> Written:
    """What `write_interpretation` would do."""
    before = earlier.below(policy, proposal.digest, proposal.title[:LONGEST_TITLE])
    return _rehearsed(before, proposal, user)


def _rehearsed(before: earlier.Earlier | None, proposal: Proposal, user: Any) -> Written:
    if before is None:
        return Written(Status.CREATED, None)
    if before.obstacle:
        return Written(Status.SKIPPED, before.page, (before.obstacle,))
    draft = before.page.get_latest_revision_as_object()
    return Written(Status.UPDATED, before.page, tuple(foreseen(draft, proposal, user)))


def add_document(
    department: DepartmentPage,
    values: dict[str, Any],
    keywords: Iterable[str],
    user: Any,
    granted: Set[Target] = frozenset(),
) -> PolicyPage:
    """A new draft of a document; `values` are columns, and lists of its lines.

    `granted` are the files that came with it.
    """
    page = PolicyPage(owner=user)
    for name, value in values.items():
        setattr(page, name, value)
    department.add_child(instance=page)
    page.keywords.add(*keywords)
    page.save_revision(user=user, granted=granted)
    return page


def add_interpretation(
    policy: PolicyPage, values: dict[str, Any], user: Any, granted: Set[Target] = frozenset()
) -> InterpretationPage:
    """A new draft of an interpretation below its document; `granted` as above."""
    page = InterpretationPage(**values, owner=user)
    policy.add_child(instance=page)
    page.save_revision(user=user, granted=granted)
    return page


def interpretation_values(proposal: Proposal) -> dict[str, Any]:
    """The columns of an interpretation that its text tells, beside title and body."""
    return {"form": _form(proposal.title), "contact": _contact(proposal)}


def _renewed(
    page: Any,
    proposal: Proposal,
    brought: dict[int, stream.Brought],
    values: dict[str, Any],
    user: Any,
) -> tuple[Any, tuple[str, ...]]:
    """The draft of a page with a file's text and new values; what the file does not say stays.

    Returned with it is what became of its blocks.
    """
    draft = page.get_latest_revision_as_object()
    fields.write(draft, values)
    became = renew(draft, proposal, brought, user)
    draft.save_revision(user=user, granted=stream.stored(brought))
    return draft, became


def _untitled(proposal: Proposal) -> list[str]:
    if proposal.recognized.value("title"):
        return []
    return [_("没有认出标题，先用了文件名，请改正。")]


def _form(title: str) -> InterpretationForm | None:
    slug = next((slug for word, slug in FORMS if word in title), PLAIN_FORM)
    return InterpretationForm.objects.filter(slug=slug).first()


def _contact(proposal: Proposal) -> str:
    return "　".join(proposal.recognized.value("contacts") or [])[:LONGEST_CONTACT]
