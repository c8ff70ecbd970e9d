"""The proof over what the public reads beside the pages: notes, reasons, days, old addresses (P2).

Each of these rows says what its release said; the releases are compared with the ledger.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery

from interpretations.models import (
    ColumnFeature,
    Departure,
    Exemption,
    Publication,
    PublicNote,
    ReleaseItem,
)
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.audit.questions import Question, ask
from interpretations.releases.promises.violation import Violation

RELEASED = Q(release__state=ReleaseState.RELEASED)
AT = "item__release__released_at"


def shown_row_violations() -> Iterator[Violation]:
    """Yield each of these rows that does not say what its release said, or is not there."""
    for promise, problem, question in QUESTIONS:
        for page_id, release_id in ask(question):
            yield Violation(promise, problem, page_id, release_id)


def _said_otherwise(model: type[Model], **facts: str) -> QuerySet:
    """Rows that do not say what the member that wrote them says: column -> where that is."""
    said = Q(**{column: F(source) for column, source in facts.items()}, page=F("item__page"))
    rows = model._default_manager.exclude(said & Q(item__release__state=ReleaseState.RELEASED))
    return rows.values_list("page", "item__release")


def _departures() -> QuerySet:
    note = "item__release__public_note"
    return _said_otherwise(Departure, title="item__title", note=note, at=AT)


def _notes() -> QuerySet:
    return _said_otherwise(PublicNote, text="item__release__public_note", at=AT)


def _exemptions() -> QuerySet:
    return _said_otherwise(Exemption, note="item__exemption_note", granted_at=AT)


def _features() -> QuerySet:
    return _said_otherwise(ColumnFeature, until="item__release__feature_until")


def _in_other_sets(model: type[Publication] | type[Departure]) -> QuerySet:
    """A document belongs to itself; everything else is an interpretation of its document."""
    document = Q(role=Publication.Role.POLICY, page=F("policy"))
    interpretation = Q(role=Publication.Role.INTERPRETATION) & ~Q(page=F("policy"))
    rows = model._default_manager.exclude((document | interpretation) & Q(policy=F("item__policy")))
    return rows.values_list("page", "item__release")


def _public_in_other_sets() -> QuerySet:
    return _in_other_sets(Publication)


def _gone_in_other_sets() -> QuerySet:
    return _in_other_sets(Departure)


def _latest(which: Q) -> QuerySet[ReleaseItem]:
    """Executed members of the page of the outer row, newest first."""
    return ReleaseItem.objects.filter(RELEASED, which, page=OuterRef("page")).order_by(
        "-release__edition", "-release_id"
    )


def _gone_by_others() -> QuerySet:
    """What is gone was taken off by the latest release that was about its text."""
    latest = _latest(~Q(action=ItemAction.KEEP)).values("pk")[:1]
    removed = Q(item__action=ItemAction.REMOVE, item=Subquery(latest))
    return Departure.objects.exclude(removed).values_list("page", "item__release")


def _corrections() -> QuerySet[ReleaseItem]:
    """What was public, and was published again with a note."""
    earlier = _latest(
        Q(release__edition__lt=OuterRef("release__edition")) & ~Q(action=ItemAction.KEEP)
    )
    return (
        ReleaseItem.objects.filter(RELEASED, action=ItemAction.PUBLISH)
        .exclude(release__public_note="")
        .annotate(before=Subquery(earlier.values("action")[:1]))
        .filter(before=ItemAction.PUBLISH)
    )


def _notes_missing() -> QuerySet:
    written = PublicNote.objects.filter(item=OuterRef("pk"))
    return _corrections().exclude(Exists(written)).values_list("page", "release")


def _notes_uncalled_for() -> QuerySet:
    notes = PublicNote.objects.exclude(item__in=_corrections().values("pk"))
    return notes.values_list("page", "item__release")


def _notes_twice() -> QuerySet:
    notes = PublicNote.objects.order_by().values_list("page", "item__release")
    return (
        notes.annotate(count=Count("pk")).filter(count__gt=1).values_list("page", "item__release")
    )


def _featured_now() -> QuerySet[ReleaseItem]:
    """Documents whose latest release that featured them or took them off names a day."""
    deciding = Q(release__kind__in=kinds_where("features")) | Q(action=ItemAction.REMOVE)
    return ReleaseItem.objects.filter(
        RELEASED, deciding, page=F("policy"), release__feature_until__isnull=False,
        pk=Subquery(_latest(deciding).values("pk")[:1]),
    )  # fmt: skip


def _features_missing() -> QuerySet:
    written = ColumnFeature.objects.filter(item=OuterRef("pk"))
    return _featured_now().exclude(Exists(written)).values_list("page", "release")


def _features_uncalled_for() -> QuerySet:
    features = ColumnFeature.objects.exclude(item__in=_featured_now().values("pk"))
    return features.values_list("page", "item__release")


QUESTIONS: tuple[tuple[str, str, Question], ...] = (
    ("P2", "a gone page says what its release does not", _departures),
    ("P2", "a public note says what its release does not", _notes),
    ("P2", "an exemption says what its release does not", _exemptions),
    ("P2", "featured until another day than released", _features),
    ("P1", "public in another set than released", _public_in_other_sets),
    ("P1", "gone in another set than released", _gone_in_other_sets),
    ("P2", "gone by another release than the latest", _gone_by_others),
    ("P2", "a public note is missing", _notes_missing),
    ("P2", "a public note that no release wrote", _notes_uncalled_for),
    ("P2", "a public note stands twice", _notes_twice),
    ("P2", "released as featured and is not", _features_missing),
    ("P2", "featured by another release than the latest", _features_uncalled_for),
)
