"""The proof over the database: P1, P2 and P7 hold now, row by row (P8).

Asked by `check_releases`. Compares content: an owner of the database who drops triggers
leaves traces here.
"""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from wagtail.models import Page, PageViewRestriction

from interpretations.guard import triggers
from interpretations.models import (
    Gate,
    InterpretationPage,
    LedgerEntry,
    PolicyPage,
    Publication,
    Release,
    ReleaseItem,
    ReleaseReference,
)
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import (
    OPEN_STATES,
    ItemAction,
    ReleaseState,
)
from interpretations.releases.audit.due_times import due_time_violations
from interpretations.releases.audit.release_rows import emergency_violations, release_row_violations
from interpretations.releases.pins.pin import as_published, member_digest
from interpretations.releases.pins.references import place_of, reached_by
from interpretations.releases.pins.seal import seal_of
from interpretations.releases.promises.two_people import approval_violations
from interpretations.releases.promises.violation import Violation
from interpretations.releases.records import ledger
from media.fingerprint import stored_bytes
from media.models import ReleasedFile
from search.models import SearchEntry


def violations() -> Iterator[Violation]:
    """Yield everything that breaks a promise; nothing when all is well."""
    yield from _guard()
    yield from _halves()
    yield from _live_without_release()
    yield from _content()
    yield from _addresses()
    yield from _files()
    yield from _index()
    yield from _restrictions()
    yield from _open_releases()
    yield from _executed_releases()
    yield from release_row_violations()
    yield from due_time_violations()
    yield from _ledger()


def _guard() -> Iterator[Violation]:
    for name in triggers.missing():
        yield Violation("P2", "trigger missing or altered", detail=name)
    for page_id in Gate.objects.values_list("page_id", flat=True):
        yield Violation("P2", "a gate stands open", page_id)


def _halves() -> Iterator[Violation]:
    """P1 over live pages: what is recorded as public has to be public by its definition."""
    live = Publication.objects.filter(page__live=True)
    for role, model, other_role in (
        ("policy", PolicyPage, "interpretation"),
        ("interpretation", InterpretationPage, "policy"),
    ):
        whole_sets = model.objects.public().values("pk")
        for row in live.filter(role=role).exclude(page__in=whole_sets):
            yield Violation(
                "P1", f"public {role} without {other_role}", row.page_id, row.item.release_id
            )


def _live_without_release() -> Iterator[Violation]:
    """Live pages and public records must be the same pages, with the pinned revision."""
    record = Publication.objects.filter(page=OuterRef("pk"))
    for model in (PolicyPage, InterpretationPage):
        for page in model.objects.filter(~Exists(record), live=True):
            yield Violation("P2", "live without a release", page.pk)
    for row in Publication.objects.filter(page__live=False):
        yield Violation("P2", "released but not live", row.page_id, row.item.release_id)
    of_other_revisions = Publication.objects.exclude(page__live_revision=F("item__revision"))
    for row in of_other_revisions.filter(page__live=True):
        yield Violation("P2", "live revision is not the released one", row.page_id)


def _content() -> Iterator[Violation]:
    """Each live page's public columns against the digest of the item that released it."""
    rows = Publication.objects.filter(page__live=True).select_related("item").order_by("pk")
    for row in rows.iterator(chunk_size=200):
        page = Page.objects.get(pk=row.page_id).specific
        if page.url_path != row.item.url_path:
            yield Violation(
                "P2", "address differs from the released one", page.pk, row.item.release_id
            )
        reached = reached_by(page)
        if member_digest(page, reached) != row.item.digest:
            yield Violation(
                "P2", "content differs from the released one", page.pk, row.item.release_id
            )
        shown = {name for target in reached for name in target.delivered}
        yield from _served(row, shown)


def _addresses() -> Iterator[Violation]:
    """P2: the tree above each public page still leads to it, and is public itself."""
    tree = {
        path: facts for path, *facts in Page.objects.values_list("path", "slug", "url_path", "live")
    }
    step = Page.steplen
    for page_id, path in Publication.objects.values_list("page_id", "page__path").iterator():
        prefixes = [path[:end] for end in range(step * 2, len(path) + 1, step)]
        for prefix in prefixes:
            slug, url_path, live = tree[prefix]
            if url_path != f"{tree[prefix[:-step]][1]}{slug}/":
                yield Violation(
                    "P2", "address does not follow from the tree", page_id, detail=url_path
                )
            if not live and prefix != path:
                yield Violation("P2", "ancestor not live", page_id, detail=url_path)


def _served(row: Publication, shown: set[str]) -> Iterator[Violation]:
    """P1, P7: of a public page exactly the files that it shows may be fetched."""
    served = set(ReleasedFile.objects.filter(page_id=row.page_id).values_list("name", flat=True))
    release_id = row.item.release_id
    for name in sorted(shown - served):
        yield Violation("P1", "file of a public page is not served", row.page_id, release_id, name)
    for name in sorted(served - shown):
        yield Violation(
            "P7", "file served that its page does not show", row.page_id, release_id, name
        )


def _files() -> Iterator[Violation]:
    """P3, P7: files of public and frozen pages are the approved ones; only public ones served."""
    public = Publication.objects.filter(item=OuterRef("item"))
    references = ReleaseReference.objects.exclude(sha256="").filter(
        Exists(public) | Q(item__open=True)
    )
    for reference in references.select_related("item"):
        if problem := _file_problem(reference):
            yield Violation("P3", problem, reference.item.page_id, reference.item.release_id)
    record = Publication.objects.filter(page=OuterRef("page_id"), page__live=True)
    for row in ReleasedFile.objects.filter(~Exists(record)):
        yield Violation(
            "P7", "file served for a page that is not public", row.page_id, detail=row.name
        )


def _file_problem(reference: ReleaseReference) -> str | None:
    place = place_of(reference)
    if place is None:
        return "pinned file has no row"
    try:
        stored = stored_bytes(*place)
    except FileNotFoundError:
        return "pinned file is missing"
    return None if stored.sha256 == reference.sha256 else "pinned file was replaced"


def _index() -> Iterator[Violation]:
    """P7 in the search index: what is not public is not in it, what is public is."""
    record = Publication.objects.filter(page=OuterRef("page_id"), page__live=True)
    for entry in SearchEntry.objects.filter(~Exists(record)):
        yield Violation("P7", "indexed but not public", entry.page_id)
    indexed = SearchEntry.objects.filter(page_id=OuterRef("page_id"))
    for row in Publication.objects.filter(~Exists(indexed)):
        yield Violation("P1", "public but not indexed", row.page_id)


def _restrictions() -> Iterator[Violation]:
    for restriction in PageViewRestriction.objects.select_related("page"):
        hidden = Publication.objects.filter(page__path__startswith=restriction.page.path)
        if hidden.exists():
            yield Violation("P1", "a privacy rule hides released pages", restriction.page_id)


def _open_releases() -> Iterator[Violation]:
    """P3: what is under review is still what was submitted; P4: nothing waits unapproved."""
    for release in Release.objects.filter(state__in=OPEN_STATES):
        if seal_of(release) != release.seal:
            yield Violation("P3", "seal does not fit the release", release_id=release.pk)
        if release.state == ReleaseState.APPROVED:
            yield from approval_violations(release, reviewed_later=bool(release.emergency))
        for item in release.items.select_related("revision", "page"):
            for problem in _member_problems(item):
                yield Violation("P3", problem, item.page_id, release.pk)


def _member_problems(item: ReleaseItem) -> Iterator[str]:
    """What of a frozen member is no longer as it was submitted."""
    if not item.open:
        yield "member is not frozen"
    of_draft = item.action == ItemAction.PUBLISH or not item.page.live
    current_id = item.page.latest_revision_id if of_draft else item.page.live_revision_id
    if current_id != item.revision_id:
        yield "frozen page has a newer revision"
    moving = item.release.kind in kinds_where("moves")
    if not moving and (item.page.slug != item.slug or item.page.url_path != item.url_path):
        yield "frozen page has another address"
    shown = as_published(item.revision, item.slug, item.url_path)
    if member_digest(shown, reached_by(shown)) != item.digest:
        yield "content differs from the submitted one"


def _executed_releases() -> Iterator[Violation]:
    """P4: nothing was released without every step; P3: nothing closed stays frozen."""
    approvals = LedgerEntry.objects.filter(event=LedgerEntry.Event.APPROVED)
    released = Release.objects.filter(state=ReleaseState.RELEASED).prefetch_related(
        "steps", "authors", Prefetch("ledger", approvals)
    )
    for release in released:
        if release.emergency:
            yield from emergency_violations(release)
        yield from approval_violations(release, reviewed_later=bool(release.emergency))
    closed = ReleaseItem.objects.filter(open=True).exclude(release__state__in=OPEN_STATES)
    for item in closed:
        yield Violation("P3", "closed release still freezes a page", item.page_id, item.release_id)


def _ledger() -> Iterator[Violation]:
    """P8: every line as it was written, and none missing."""
    for broken_link in ledger.verify():
        yield Violation(
            "P8",
            broken_link.problem.value,
            release_id=broken_link.release_id,
            detail=str(broken_link.line_id or ""),
        )
