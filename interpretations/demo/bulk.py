"""`demo --pairs`: released synthetic sets by the thousand, written in bulk.

Same rows as the verbs write, so `check_releases` proves them like any other set; only the
way is shorter: no per-page queries, many sets in one transaction.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from chinese.numbers import number_key
from interpretations.demo.people import People
from interpretations.demo.progress import show
from interpretations.demo.records import write_records
from interpretations.demo.synthetic import interpretation_values, policy_values, read_lists_anew
from interpretations.models import (
    Clause,
    DepartmentPage,
    Edition,
    InterpretationPage,
    PolicyPage,
)
from interpretations.models.clauses import settle
from interpretations.models.guard.gate import gate
from interpretations.models.inherited_rows import insert_own_rows
from interpretations.models.managed import ManagedPage
from interpretations.releases.execution.clauses import rows_of
from interpretations.releases.execution.indexing import entry_of
from search import index as search_index

CHUNK = 250
YEARS = (2024, 2025, 2026)


def make_pairs(count: int, people: People, progress: OutputWrapper) -> None:
    """Add `count` released sets, spread over the departments; shows progress on a terminal."""
    read_lists_anew()
    departments = list(DepartmentPage.objects.order_by("path"))
    start = PolicyPage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for offset in range(0, count, CHUNK):
        size = min(CHUNK, count - offset)
        department = departments[(offset // CHUNK) % len(departments)]
        _write_chunk(department, start + offset + 1, size, people)
        show(progress, offset + size, count)


@transaction.atomic
def _write_chunk(department: DepartmentPage, first_serial: int, size: int, people: People) -> None:
    edition = Edition.raise_number()
    now = timezone.now()
    sets = list(_built(department, first_serial, size, people["drafter"]))
    pages = [page for members in sets for page in members]
    documents = [page for page in pages if isinstance(page, PolicyPage)]
    for document in documents:
        settle(document, None)
    _insert_pages(pages, now)
    insert_own_rows(PolicyPage, documents)
    insert_own_rows(
        InterpretationPage, [page for page in pages if isinstance(page, InterpretationPage)]
    )
    Page.objects.filter(pk=department.pk).update(numchild=department.numchild + size)
    revisions = _insert_revisions(pages, people["drafter"], now)
    with gate(page.pk for page in pages):
        _make_live(pages, revisions, now)
        write_records(department, sets, revisions, people, edition, now)
        Clause.objects.bulk_create(
            Clause(policy_id=document.pk, **values)
            for document in documents
            for values in rows_of(document).values()
        )
    search_index.put(entry_of(page, members[0].pk) for members in sets for page in members)


def _built(
    department: DepartmentPage, first_serial: int, size: int, owner: Any
) -> Iterator[list[ManagedPage]]:
    """Build the pages of each set in memory, with their places in the tree."""
    department.refresh_from_db()
    last_child = department.get_last_child()
    last_position = Page._str2int(last_child.path[-Page.steplen :]) if last_child else 0
    locale = Locale.objects.first()
    for number in range(size):
        serial = first_serial + number
        path = Page._get_path(department.path, 5, last_position + number + 1)
        policy = PolicyPage(
            **policy_values(f"第{serial}号", YEARS[serial % len(YEARS)], serial),
            path=path, depth=5, numchild=1, slug=f"jiushizi-{serial}", owner=owner, locale=locale,
        )  # fmt: skip
        policy.url_path = f"{department.url_path}{policy.slug}/"
        policy.doc_number_key = number_key(policy.doc_number)
        page = InterpretationPage(
            **interpretation_values(f"第{serial}号", serial),
            path=Page._get_path(path, 6, 1), depth=6, slug="jiedu", owner=owner, locale=locale,
        )  # fmt: skip
        page.url_path = f"{policy.url_path}{page.slug}/"
        yield [policy, page]


def _insert_pages(pages: list[ManagedPage], now: datetime) -> None:
    """Insert the rows of the base table as drafts, and give the objects their numbers."""
    content_types = {
        model: ContentType.objects.get_for_model(model)
        for model in (PolicyPage, InterpretationPage)
    }
    names = [field.name for field in Page._meta.concrete_fields if field.name != "id"]
    rows = []
    for page in pages:
        page.content_type = content_types[type(page)]
        page.draft_title, page.latest_revision_created_at = page.title, now
        rows.append(Page(**{name: getattr(page, name) for name in names}))
    Page.objects.bulk_create(rows)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
        # Asked for by the revision and by two digests; the page does not change any more.
        page.serializable_data = cache(page.serializable_data)


def _insert_revisions(pages: list[ManagedPage], user: Any, now: datetime) -> dict[int, Revision]:
    base = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type=page.content_type, base_content_type=base, object_id=str(page.pk),
            user=user, created_at=now, object_str=page.title, content=page.serializable_data(),
        )
        for page in pages
    ]  # fmt: skip
    Revision.objects.bulk_create(revisions)
    return {int(revision.object_id): revision for revision in revisions}


def _make_live(pages: list[ManagedPage], revisions: dict[int, Revision], now: datetime) -> None:
    """Put the rows live with the revisions that were just written."""
    rows = list(Page.objects.filter(pk__in=revisions))
    for row in rows:
        row.live_revision = row.latest_revision = revisions[row.pk]
    Page.objects.bulk_update(rows, ["live_revision", "latest_revision"], batch_size=200)
    # What is the same for all of them in one statement: a CASE for each costs Django dearly.
    Page.objects.filter(pk__in=revisions).update(
        live=True, has_unpublished_changes=False, first_published_at=now, last_published_at=now
    )
    for page in pages:
        page.live = True
