"""What a release decides about what it publishes, beside the texts: rows that it alone writes."""

from collections.abc import Sequence
from datetime import datetime

from interpretations.models import (
    ClauseLink,
    Departure,
    Exemption,
    Explanation,
    InterpretationPage,
    PublicNote,
    Release,
)
from interpretations.models.clause_links import Link
from interpretations.releases.execution.ready import Member


def write_decisions(release: Release, members: Sequence[Member], now: datetime) -> None:
    """Write what is explained and by which links, what is exempt, and what was corrected."""
    pages = [member.page_id for member in members]
    Departure.objects.filter(page__in=pages).delete()
    _exempt([member for member in members if member.item.exemption_id], now)
    explaining = [member for member in members if isinstance(member.shown, InterpretationPage)]
    _explain(explaining)
    _link(explaining)
    PublicNote.objects.bulk_create(
        PublicNote(page_id=member.page_id, item=member.item, text=release.public_note, at=now)
        for member in members
        if member.was_public and release.public_note
    )


def _exempt(members: Sequence[Member], now: datetime) -> None:
    Exemption.objects.filter(page__in=[member.page_id for member in members]).delete()
    Exemption.objects.bulk_create(
        Exemption(
            page_id=member.page_id, reason=member.item.exemption_reason,
            note=member.item.exemption_note, item=member.item, granted_at=now,
        )
        for member in members
    )  # fmt: skip


def _explain(members: Sequence[Member]) -> None:
    explained = {
        (member.page_id, policy_id)
        for member in members
        for policy_id in (member.item.policy_id, *member.shown.further_ids)
    }
    of_pages = Explanation.objects.filter(page__in=[member.page_id for member in members])
    before = {
        (page_id, policy_id): pk
        for pk, page_id, policy_id in of_pages.values_list("pk", "page_id", "policy_id")
    }
    if gone := [before[one] for one in before.keys() - explained]:
        Explanation.objects.filter(pk__in=gone).delete()
    Explanation.objects.bulk_create(
        Explanation(page_id=page_id, policy_id=policy_id)
        for page_id, policy_id in sorted(explained - before.keys())
    )
    # A document that is explained now is not exempt any more.
    Exemption.objects.filter(page__in={policy_id for _page, policy_id in explained}).delete()


def _link(members: Sequence[Member]) -> None:
    pages = [member.page_id for member in members]
    before: dict[int, list[Link]] = {}
    rows = ClauseLink.objects.filter(interpretation__in=pages).order_by("position")
    columns = ("interpretation_id", "block", "policy_id", "clause")
    for page_id, block, policy_id, clause in rows.values_list(*columns):
        before.setdefault(page_id, []).append(Link(block, policy_id, clause))
    today = {member.page_id: list(Link.read(member.shown.clause_links)) for member in members}
    changed = [page_id for page_id in pages if today[page_id] != before.get(page_id, [])]
    if cleared := before.keys() & set(changed):
        ClauseLink.objects.filter(interpretation__in=cleared).delete()
    ClauseLink.objects.bulk_create(
        ClauseLink(
            interpretation_id=page_id,
            block=link.block,
            policy_id=link.policy,
            clause=link.clause,
            position=position,
        )
        for page_id in changed
        for position, link in enumerate(today[page_id])
    )
