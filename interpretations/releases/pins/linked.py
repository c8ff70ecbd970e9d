"""Links to clauses over the state that would result: none may lead to a clause that is not there.

Asked when a set is submitted and again inside the release: in between its document may have been
corrected. Links from one set into another never hold anything up, whichever of both is released:
departments could stop each other. Their owners are told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import Clause, ClauseLink
from interpretations.models.kinds import ItemAction
from interpretations.releases.pins.outcome import Move

Target = tuple[int, str]  # a document and the identity of a clause


@dataclass(frozen=True)
class LostLink:
    """An interpretation and what it explains and its document would not have."""

    page_id: int
    policy_id: int
    clause: str


def lost_links(moves: Iterable[Move]) -> list[LostLink]:
    """Links of these sets that would lead nowhere: of what is published, and of what stays.

    Of what is published only links to its own document and to documents that go out with it:
    a clause that another set lost leads readers to the line that says so.
    """
    moves = list(moves)
    published = [move for move in moves if move.action == ItemAction.PUBLISH]
    documents = {move.page_id: move.clauses for move in published if move.is_document}
    there = _public({move.policy_id for move in published if move.links} - documents.keys())
    moved = {move.page_id for move in moves}
    left = [
        LostLink(page_id, policy_id, clause)
        for page_id, policy_id, clause in _of_their_own(documents, moved)
        if clause not in documents[policy_id]
    ]
    return left + [
        LostLink(move.page_id, policy_id, clause)
        for move in published
        for policy_id, clause in sorted(move.links)
        if policy_id == move.policy_id or policy_id in documents
        if clause not in documents.get(policy_id, there.get(policy_id, {clause}))
    ]


def _public(policies: Iterable[int]) -> dict[int, set[str]]:
    """The clauses that readers have, by document; a document that is not public has no entry."""
    rows = Clause.objects.filter(policy__in=set(policies), removed_on__isnull=True)
    clauses: dict[int, set[str]] = {}
    for policy_id, identity in rows.order_by().values_list("policy_id", "identity"):
        clauses.setdefault(policy_id, set()).add(identity)
    return clauses


def _of_their_own(documents: Iterable[int], moved: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """What these documents' own interpretations explain and a release leaves alone, each once."""
    rows = ClauseLink.objects.filter(
        policy__in=list(documents),
        interpretation__live=True,
        interpretation__publication__policy=F("policy"),
    ).exclude(interpretation__in=list(moved))
    # Several blocks may explain one clause: that is one loss.
    fields = ("interpretation_id", "policy_id", "clause")
    yield from rows.order_by(*fields).values_list(*fields).distinct()


def told(lost: Sequence[LostLink]) -> list[str]:
    """Say of each what of an interpretation leads nowhere, and what to do."""
    if not lost:
        return []
    # Read at once for all: a document that is written anew may lose hundreds.
    named = Clause.objects.filter(
        policy__in={one.policy_id for one in lost}, identity__in={one.clause for one in lost}
    )
    labels = _labels(named)
    pages = Page.objects.filter(pk__in={pk for one in lost for pk in (one.page_id, one.policy_id)})
    titles = dict(pages.values_list("pk", "draft_title"))
    sentence = _(
        "「%(title)s」解读的%(clause)s，《%(policy)s》里没有了。请在解读里去掉它，或改成别的条款，一起送审。"
    )
    return [
        sentence
        % {
            "title": titles[one.page_id],
            "clause": labels.get((one.policy_id, one.clause)) or _("一个条款"),
            "policy": titles[one.policy_id],
        }
        for one in lost
    ]


def _labels(rows: QuerySet[Clause]) -> dict[Target, str]:
    """How people cite these clauses."""
    return {
        (policy_id, identity): label
        for policy_id, identity, label in rows.order_by().values_list(
            "policy_id", "identity", "label"
        )
    }


def left_behind(moves: Iterable[Move]) -> dict[int, dict[int, list[str]]]:
    """What other sets explain and a release takes out: interpretation -> document -> clauses.

    Asked before the release writes; the clauses are named as people cite them. Nobody is told of
    what the same release publishes anew or removes: that is how owners mend it.
    """
    moves = list(moves)
    mended = [move.page_id for move in moves if move.action != ItemAction.KEEP]
    documents = {
        move.page_id: move.clauses
        for move in moves
        if move.is_document and move.action == ItemAction.PUBLISH
    }
    links = ClauseLink.objects.filter(policy__in=list(documents), interpretation__live=True)
    # A link to its own document holds the release up instead (`lost_links`).
    rows = links.exclude(interpretation__publication__policy=F("policy")).exclude(
        interpretation__in=mended
    )
    found: dict[int, dict[int, list[str]]] = {}
    standing = Clause.objects.filter(policy__in=rows.values("policy"), removed_on__isnull=True)
    labels = _labels(standing)
    for page_id, policy_id, clause in rows.order_by("interpretation", "position").values_list(
        "interpretation_id", "policy_id", "clause"
    ):
        label = labels.get((policy_id, clause))
        if label and clause not in documents[policy_id]:
            of_page = found.setdefault(page_id, {}).setdefault(policy_id, [])
            if label not in of_page:
                of_page.append(label)
    return found
