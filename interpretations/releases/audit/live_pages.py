"""The proof over live pages: what readers see is what the release pinned (P1, P2, P7)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

from chinese.numbers import number_key
from interpretations.models import (
    Clause,
    ClauseLink,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
    ReleaseItem,
)
from interpretations.models.clause_links import Link
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.audit.damage import by_rows, unreadable_page
from interpretations.releases.execution.clauses import COLUMNS, rows_of
from interpretations.releases.execution.indexing import entry_of
from interpretations.releases.pins.pin import member_digest
from interpretations.releases.pins.references import Reached, reached_by_each, with_child_rows
from interpretations.releases.promises.violation import Violation
from media.delivery import delivered_of
from media.models import ReleasedFile
from search.models import SearchEntry

MODELS = {Publication.Role.POLICY: PolicyPage, Publication.Role.INTERPRETATION: InterpretationPage}


def live_page_violations() -> Iterator[Violation]:
    """Yield what of a live page, or beside it, is not as its release made it."""
    live = Publication.objects.filter(page__live=True).order_by("pk")
    yield from by_rows(live.values_list("pk", flat=True), _of_pages, unreadable_page)


@dataclass(frozen=True)
class _Beside:
    """What is kept beside some pages: page id -> rows."""

    changed_at: dict[int, datetime | None]
    served: dict[int, set[str]]
    explained: dict[int, set[int]]
    indexed: dict[int, SearchEntry]
    clauses: dict[int, dict[str, dict[str, Any]]]
    linked: dict[int, list[tuple[int, Link]]]


def _of_pages(ids: Sequence[int]) -> Iterator[Violation]:
    pages = _pages(ids)
    reached_by = reached_by_each(with_child_rows(pages.values()))
    beside = _beside(ids)
    for row in Publication.objects.filter(pk__in=ids).select_related("item").order_by("pk"):
        page = pages.get(row.page_id)
        if not isinstance(page, MODELS[Publication.Role(row.role)]):
            yield _violation("P2", "page of another kind than the released one", row)
            continue
        reached = reached_by[page.pk]
        yield from (_violation("P2", problem, row) for problem in _problems(row, page, beside))
        yield from _served(row, reached, beside.served.get(row.page_id, set()))
        if member_digest(page, reached) == row.item.digest:
            yield from _found(row, page, beside)
        else:
            yield _violation("P2", "content differs from the released one", row)


def _pages(ids: Sequence[int]) -> dict[int, PolicyPage | InterpretationPage]:
    """The pages that are still of a kind that is released, whole in the tables of their kind."""
    return {
        page.pk: page
        for model in MODELS.values()
        for page in model.objects.filter(
            pk__in=ids, content_type=ContentType.objects.get_for_model(model)
        )
    }


def _beside(ids: Sequence[int]) -> _Beside:
    published = ReleaseItem.objects.filter(
        page__in=ids, action=ItemAction.PUBLISH, release__state=ReleaseState.RELEASED
    ).order_by("release__edition", "release")
    return _Beside(
        dict(published.values_list("page", "release__released_at")),
        _grouped(ReleasedFile.objects.filter(page_id__in=ids).values_list("page_id", "name")),
        _grouped(Explanation.objects.filter(page__in=ids).values_list("page_id", "policy_id")),
        SearchEntry.objects.in_bulk(ids),
        _clauses(ids),
        _linked(ids),
    )


def _clauses(ids: Sequence[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """The clauses that readers have of some documents: page id -> identity -> columns."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    standing = Clause.objects.filter(policy__in=ids, removed_on__isnull=True).order_by()
    for key, *values in standing.values_list("policy_id", *COLUMNS):
        row = dict(zip(COLUMNS, values, strict=True))
        found.setdefault(key, {})[row["identity"]] = row
    return found


def _linked(ids: Sequence[int]) -> dict[int, list[tuple[int, Link]]]:
    rows = ClauseLink.objects.filter(interpretation__in=ids).order_by("position", "pk")
    linked: dict[int, list[tuple[int, Link]]] = {}
    for row in rows:
        link = Link(row.block, row.policy_id, row.clause)
        linked.setdefault(row.interpretation_id, []).append((row.position, link))
    return linked


def _grouped(rows: Any) -> dict[int, set[Any]]:
    groups: dict[int, set[Any]] = {}
    for page_id, value in rows:
        groups.setdefault(page_id, set()).add(value)
    return groups


def _problems(row: Publication, page: Any, beside: _Beside) -> Iterator[str]:
    """What of the page's own row is not as its release made it, beside its text."""
    if page.url_path != row.item.url_path:
        yield "address differs from the released one"
    if isinstance(page, PolicyPage) and page.doc_number_key != number_key(page.doc_number):
        yield "document number is found by another one"
    dates = row.released_at, beside.changed_at.get(page.pk)
    if (page.first_published_at, page.last_published_at) != dates:
        yield "dates differ from the released ones"
    if page.go_live_at or page.expire_at or page.expired:
        yield "a date would take a released page away"
    if page.alias_of_id:
        yield "a released page is the alias of another"


def _served(row: Publication, reached: list[Reached], served: set[str]) -> Iterator[Violation]:
    """P1, P7: of a public page exactly the files that it shows may be fetched."""
    delivered = delivered_of(target.instance for target in reached if target.is_file)
    shown = {name for names in delivered.values() for name in names}
    for name in sorted(shown - served):
        yield _violation("P1", "file of a public page is not served", row, name)
    for name in sorted(served - shown):
        yield _violation("P7", "file served that its page does not show", row, name)


def _found(row: Publication, page: Any, beside: _Beside) -> Iterator[Violation]:
    """What leads readers to a page whose text is the released one: search and explanations."""
    entry = beside.indexed.get(page.pk)
    if entry and any(getattr(entry, name) != value for name, value in _entry(row, page).items()):
        yield _violation("P2", "search finds other words than the released ones", row)
    if isinstance(page, PolicyPage) and rows_of(page) != beside.clauses.get(page.pk, {}):
        yield _violation("P2", "clauses differ from those of the released text", row)
    if isinstance(page, InterpretationPage):
        explained = beside.explained.get(page.pk, set())
        if row.policy_id in explained and explained != {row.policy_id, *page.further_ids}:
            yield _violation("P1", "explains other documents than its text says", row)
        if beside.linked.get(page.pk, []) != list(enumerate(Link.read(page.clause_links))):
            yield _violation("P1", "explains other clauses than its text says", row)


def _entry(row: Publication, page: Any) -> dict[str, Any]:
    """The columns that the release wrote for the search."""
    entry = asdict(entry_of(page, row.policy_id))
    return entry | {"number_key": number_key(entry["number"])}


def _violation(promise: str, problem: str, row: Publication, detail: str = "") -> Violation:
    return Violation(promise, problem, row.page_id, row.item.release_id, detail)
