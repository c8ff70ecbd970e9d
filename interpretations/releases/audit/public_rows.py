"""The proof over who is public: live, recorded and found are the same pages (P1, P2, P7)."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from interpretations.models import (
    Clause,
    ClauseLink,
    Edition,
    InterpretationPage,
    PolicyPage,
    Publication,
    Release,
)
from interpretations.releases.audit.questions import Question, ask
from interpretations.releases.promises.violation import Violation
from search.models import SearchEntry


def public_row_violations() -> Iterator[Violation]:
    """Yield each page that is public in one of these respects and not in another."""
    for promise, problem, question in QUESTIONS:
        for page_id, *release_id in ask(question):
            yield Violation(promise, problem, page_id, *release_id)


def _half(role: str, model: type[PolicyPage] | type[InterpretationPage]) -> QuerySet:
    """P1: what is recorded as public has to be public by its definition."""
    live = Publication.objects.filter(page__live=True, role=role)
    halves = live.exclude(page__in=model.objects.public().values("pk"))
    return halves.values_list("page", "item__release")


def _half_policies() -> QuerySet:
    return _half(Publication.Role.POLICY, PolicyPage)


def _half_interpretations() -> QuerySet:
    return _half(Publication.Role.INTERPRETATION, InterpretationPage)


def _live_policies() -> QuerySet:
    return _unrecorded(PolicyPage)


def _live_interpretations() -> QuerySet:
    return _unrecorded(InterpretationPage)


def _unrecorded(model: type[PolicyPage] | type[InterpretationPage]) -> QuerySet:
    record = Publication.objects.filter(page=OuterRef("pk"))
    return model.objects.filter(~Exists(record), live=True).values_list("pk")


def _not_live() -> QuerySet:
    return Publication.objects.filter(page__live=False).values_list("page", "item__release")


def _of_other_revisions() -> QuerySet:
    others = Publication.objects.exclude(page__live_revision=F("item__revision"))
    return others.filter(page__live=True).values_list("page")


def _found_too_early() -> QuerySet:
    record = Publication.objects.filter(page=OuterRef("page_id"), page__live=True)
    return SearchEntry.objects.filter(~Exists(record)).values_list("page_id")


def _not_found() -> QuerySet:
    indexed = SearchEntry.objects.filter(page_id=OuterRef("page_id"))
    return Publication.objects.filter(~Exists(indexed)).values_list("page")


def _clauses_too_early() -> QuerySet:
    record = Publication.objects.filter(page=OuterRef("policy_id"), page__live=True)
    standing = Clause.objects.filter(~Exists(record), removed_on__isnull=True)
    return standing.order_by().values_list("policy_id").distinct()


def _linked_and_not_public() -> QuerySet:
    record = Publication.objects.filter(page=OuterRef("interpretation"), page__live=True)
    return ClauseLink.objects.filter(~Exists(record)).values_list("interpretation")


def _later_than_now() -> QuerySet:
    """The number of the public state only rises: no release is of a later one."""
    later = Release.objects.exclude(edition__lte=Subquery(Edition.objects.values("number")[:1]))
    return later.filter(edition__isnull=False).values_list("policy", "pk")


QUESTIONS: tuple[tuple[str, str, Question], ...] = (
    ("P1", "public policy without interpretation", _half_policies),
    ("P1", "public interpretation without policy", _half_interpretations),
    ("P2", "live without a release", _live_policies),
    ("P2", "live without a release", _live_interpretations),
    ("P2", "released but not live", _not_live),
    ("P2", "live revision is not the released one", _of_other_revisions),
    ("P7", "indexed but not public", _found_too_early),
    ("P1", "public but not indexed", _not_found),
    ("P7", "clause of a page that is not public", _clauses_too_early),
    ("P7", "explains clauses and is not public", _linked_and_not_public),
    ("P1", "edition of a release is later than that of the site", _later_than_now),
)
