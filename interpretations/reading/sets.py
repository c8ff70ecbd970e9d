"""A released set as a reader meets it: one document and the public interpretations of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from interpretations.models import (
    Clause,
    Exemption,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
)
from interpretations.models.slugs import BOTH
from interpretations.reading import snapshot
from interpretations.reading.departments import Department, departments
from interpretations.reading.prepared import Prepared
from interpretations.reading.validity import Validity, code_on
from media import renditions

# What cards, feeds and links show of each half; its text stays in the database.
POLICY_FIELDS = (
    "title", "url_path", "path", "doc_number", "issuers", "external",
    "date_effective", "date_expires", "genre__name", "publication__released_at",
    "exemption__reason", "exemption__note", "exemption__granted_at",
)  # fmt: skip
INTERPRETATION_FIELDS = (
    "title", "url_path", "path", "summary", "form__name",
    "publication__released_at", "publication__policy_id",
)  # fmt: skip


@dataclass(frozen=True)
class ReleasedSet:
    """A document with the public interpretations that explain it, the leading one first.

    Its own stand before those of another document that explain it too. Without any, an
    exemption in force says why. `featured` marks what stands first for a while (置顶).
    """

    policy: PolicyPage
    interpretations: list[InterpretationPage]
    released_at: datetime | None
    picture: Any = None
    exemption: Exemption | None = None
    validity: Validity | None = None
    featured: bool = False
    department: Department | None = None

    @property
    def lead(self) -> InterpretationPage | None:
        return self.interpretations[0] if self.interpretations else None

    @property
    def both_url(self) -> str:
        """Where the document and its leading interpretation stand beside each other, if they do.

        Nowhere for a document elsewhere, nor where an interpretation has had that address since
        before it was reserved.
        """
        if self.lead is None or self.policy.external:
            return ""
        if self.policy.preview_address:
            return f"{self.policy.url}?view={BOTH}"
        taken = {page.url_path for page in self.interpretations}
        return "" if f"{self.policy.url_path}{BOTH}/" in taken else f"{self.policy.url}{BOTH}/"

    @property
    def is_synchronous(self) -> bool:
        """Whether an interpretation came with the document, not later or from another one."""
        return any(is_together(self.policy, page) for page in self.interpretations)


def is_together(policy: PolicyPage, page: InterpretationPage) -> bool:
    """Whether both came before the public by one release, which writes one time to all."""
    records = [getattr(member, "publication", None) for member in (policy, page)]
    return all(records) and len({record.released_at for record in records if record}) == 1


def public_policies() -> QuerySet:
    """Documents of public sets, newest first, with what a card shows."""
    return _cards_on(snapshot.today()).all()


def public_policies_of(policy_ids: Iterable[int]) -> QuerySet:
    """Those of these documents that `public_policies` has, in no order."""
    return _unordered_cards_on(snapshot.today()).filter(pk__in=policy_ids)


def read_policies(policy_ids: Iterable[int]) -> list[PolicyPage]:
    """Read those of these documents that `public_policies` has, in no order."""
    return _policies_of.ask(snapshot.today(), policy_ids=list(policy_ids))


def whole_policies() -> QuerySet:
    """The same documents with everything that their own page shows."""
    lost = Clause.objects.filter(policy=OuterRef("pk"), removed_on__isnull=False)
    return (
        _documents_on(snapshot.today())
        .annotate(has_lost_clauses=Exists(lost))
        .select_related("topic__parent", "genre", "publication", "exemption")
    )


def whole_interpretations() -> QuerySet:
    """Public interpretations with everything that their own page shows."""
    return InterpretationPage.objects.public().select_related("form", "publication")


def policy_at(slug: str, url_path: str) -> PolicyPage | None:
    """Return the public document of this address, with what its own page shows."""
    policies = _policy_at.ask(snapshot.today(), slug=slug, url_path=url_path)
    return policies[0] if policies else None


def interpretation_at(slug: str, url_path: str, policy_id: int) -> InterpretationPage | None:
    """Return the public interpretation of this address; its document finds it among thousands."""
    pages = _interpretation_at.ask(slug=slug, url_path=url_path, policy_id=policy_id)
    return pages[0] if pages else None


def explained_by(page: InterpretationPage) -> list[PolicyPage]:
    """Return the public documents that an interpretation explains, its own before further ones."""
    policies = _explained_by.ask(snapshot.today(), page_id=page.pk)
    own_id = page.publication.policy_id
    return sorted(policies, key=lambda policy: (policy.pk != own_id, policy.path))


@lru_cache(maxsize=1)
def _titles() -> QuerySet:
    return PolicyPage.objects.public().only("title", "url_path")


def public_titles(policy_ids: Iterable[int]) -> dict[int, PolicyPage]:
    """Those of these documents that are public, by number, with title and address alone."""
    ids = list(policy_ids)
    if len(ids) == 1:
        return {policy.pk: policy for policy in _title_of.ask(pk=ids[0])}
    return _titles().in_bulk(ids)


_title_of = Prepared(lambda pk: _titles().filter(pk=pk), pk=int)


# Building these expressions costs more than asking the database: once a day, then copied.
@lru_cache(maxsize=2)
def _cards_on(day: date) -> QuerySet:
    return _as_cards(_documents_on(day))


@lru_cache(maxsize=2)
def _unordered_cards_on(day: date) -> QuerySet:
    """For who has numbers: where the role is named, SQLite walks all documents for them."""
    return _as_cards(PolicyPage.objects.public().annotate(validity=code_on(day)).order_by())


def _as_cards(policies: QuerySet) -> QuerySet:
    related = policies.select_related("genre", "publication", "exemption")
    return related.only(*POLICY_FIELDS)


@lru_cache(maxsize=2)
def _documents_on(day: date) -> QuerySet:
    """Naming the role lets both databases walk the index of the newest instead of sorting all."""
    return (
        PolicyPage.objects.public()
        .filter(publication__role=Publication.Role.POLICY)
        .annotate(validity=code_on(day))
        .order_by("-publication__released_at", "-pk")
    )


_policies_of = Prepared(
    lambda day, policy_ids: _unordered_cards_on(day).filter(pk__in=policy_ids), policy_ids=list
)
_policy_at = Prepared(
    lambda _day, **address: whole_policies().filter(**address), slug=str, url_path=str
)
_interpretation_at = Prepared(
    lambda policy_id, **address: whole_interpretations().filter(
        publication__policy=policy_id, **address
    ),
    slug=str,
    url_path=str,
    policy_id=int,
)
_explained_by = Prepared(
    lambda _day, page_id: public_policies().filter(explained_by__page=page_id), page_id=int
)


def explained_at_home() -> Exists:
    """Documents that have an interpretation of their own: each stands once in the column."""
    role = Publication.Role.INTERPRETATION
    return Exists(Publication.objects.filter(policy=OuterRef("pk"), role=role, page__live=True))


def sets_of(
    policies: Iterable[PolicyPage],
    pictures: bool = False,
    featured: Iterable[int] = (),
    whole: bool = False,
    links: bool = False,
) -> list[ReleasedSet]:
    """Return the sets of these `public_policies`, in their order, in a fixed count of queries.

    `pictures` adds one of each set; `whole` reads interpretations with their text, `links` with
    the clauses that they explain alone.
    """
    policies = list(policies)
    further = (*(["body"] if pictures else []), *(["clause_links"] if links else []))
    explaining = _explaining([policy.pk for policy in policies], whole, further)
    lead_pictures = _lead_pictures(explaining) if pictures else {}
    _share_site([*policies, *chain.from_iterable(explaining.values())])
    homes = departments()
    return [
        ReleasedSet(
            policy,
            explaining[policy.pk],
            policy.publication.released_at,
            lead_pictures.get(policy.pk),
            getattr(policy, "exemption", None),
            Validity(policy.validity),
            policy.pk in featured,
            homes.get(policy.path[: -policy.steplen]),
        )
        for policy in policies
    ]


def _share_site(pages: list[Any]) -> None:
    """Ask where the site begins once for all addresses, where Wagtail asks once a page."""
    for page in pages[1:]:
        page._wagtail_cached_site_root_paths = pages[0]._get_site_root_paths()


def _explaining(
    policy_ids: list[int], whole: bool, further: tuple[str, ...]
) -> dict[int, list[InterpretationPage]]:
    """The public interpretations of each document, its own first.

    `further` fields are read beside those of a card.
    """
    explaining: dict[int, list[InterpretationPage]] = {pk: [] for pk in policy_ids}
    pages: list[InterpretationPage]
    if len(policy_ids) == 1:
        pages = _explaining_one.ask(whole, further, policy=policy_ids[0])
    else:
        pages = _explaining_many.ask(whole, further, policies=policy_ids)
    for page in pages:
        explaining[page.explained_id].append(page)
    for pk, members in explaining.items():
        members.sort(key=lambda page: page.publication.policy_id != pk)
    return explaining


@lru_cache
def _explanations(whole: bool, further: tuple[str, ...]) -> QuerySet:
    """Public interpretations, one row for each document they explain."""
    # The filter makes the join an inner one, so that the database begins with the documents.
    explaining = whole_interpretations().filter(explanations__policy__isnull=False)
    pages = explaining.annotate(explained_id=F("explanations__policy"))
    if not whole:
        pages = pages.only(*INTERPRETATION_FIELDS, *further)
    return pages.order_by("path")


_explaining_one = Prepared(
    lambda whole, further, policy: _explanations(whole, further).filter(explained_id=policy),
    policy=int,
)
_explaining_many = Prepared(
    lambda whole, further, policies: _explanations(whole, further).filter(
        explained_id__in=policies
    ),
    policies=list,
)


def documents_of(page_ids: Iterable[int]) -> dict[int, list[PolicyPage]]:
    """The public documents that each of these interpretations explains, its own first.

    With title and address alone.
    """
    explained = Explanation.objects.filter(page__in=page_ids)
    rows = explained.order_by("policy__path").values_list(
        "page_id", "policy_id", "page__publication__policy_id"
    )
    public = public_titles({policy_id for _page, policy_id, _own in rows})
    documents: dict[int, list[PolicyPage]] = {}
    for page_id, policy_id, _own in sorted(rows, key=lambda row: row[1] != row[2]):
        if policy := public.get(policy_id):
            documents.setdefault(page_id, []).append(policy)
    return documents


def _lead_pictures(by_policy: dict[int, list[InterpretationPage]]) -> dict[int, Any]:
    """The first picture of each set, as its small rendition, read in one go."""
    pictures: dict[int, tuple[int, str]] = {}
    for policy_id, pages in by_policy.items():
        picture = next(filter(None, map(_first_picture, pages)), None)
        if picture:
            pictures[policy_id] = picture
    sizes = renditions.existing_of([image_id for image_id, _alt in pictures.values()])
    shown = {}
    for policy_id, (image_id, alt) in pictures.items():
        if small := sizes.get(image_id, {}).get("small"):
            shown[policy_id] = CardPicture(small.url, small.width, small.height, alt)
    return shown


@dataclass(frozen=True)
class CardPicture:
    """A picture on a card; width and height in pixels."""

    url: str
    width: int
    height: int
    alt: str


def _first_picture(page: InterpretationPage) -> tuple[int, str] | None:
    for child in page.body.raw_data:
        value = child["value"]
        if child["type"] == "gallery" and value.get("items"):
            value = value["items"][0]["value"]
        elif child["type"] not in ("picture", "infographic"):
            continue
        if value.get("image"):
            return value["image"], value.get("alt", "")
    return None
