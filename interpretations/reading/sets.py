"""A released set as a reader meets it: one document and the public interpretations of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from interpretations.models import (
    DepartmentPage,
    Exemption,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
)
from interpretations.reading import snapshot
from interpretations.reading.validity import Validity, code_on
from media import renditions


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

    @property
    def lead(self) -> InterpretationPage | None:
        return self.interpretations[0] if self.interpretations else None

    @property
    def is_synchronous(self) -> bool:
        """Whether an interpretation came with the document, not later or from another one."""
        return any(is_together(self.policy, page) for page in self.interpretations)


def is_together(policy: PolicyPage, page: InterpretationPage) -> bool:
    """Whether both came before the public by one release, which writes one time to all."""
    records = [getattr(one, "publication", None) for one in (policy, page)]
    return all(records) and len({record.released_at for record in records}) == 1


def public_policies() -> QuerySet:
    """Documents of public sets, newest first, with what a card shows.

    Naming the role lets both databases walk the index of the newest instead of sorting all.
    """
    return (
        PolicyPage.objects.public()
        .filter(publication__role=Publication.Role.POLICY)
        .select_related("topic__parent", "genre", "publication", "exemption")
        .annotate(validity=code_on(snapshot.today()))
        .order_by("-publication__released_at", "-pk")
    )


def explained_at_home() -> Exists:
    """Documents that have an interpretation of their own: each stands once in the column."""
    own = Publication.Role.INTERPRETATION
    return Exists(Publication.objects.filter(policy=OuterRef("pk"), role=own, page__live=True))


def sets_of(
    policies: Iterable[PolicyPage], pictures: bool = False, featured: Iterable[int] = ()
) -> list[ReleasedSet]:
    """Return the sets of these `public_policies`, in their order, in a fixed count of queries."""
    policies = list(policies)
    explaining = _explaining({policy.pk for policy in policies})
    found = _lead_pictures(explaining) if pictures else {}
    _name_departments(policies)
    return [
        ReleasedSet(
            policy,
            explaining[policy.pk],
            policy.publication.released_at,
            found.get(policy.pk),
            getattr(policy, "exemption", None),
            Validity(policy.validity),
            policy.pk in featured,
        )
        for policy in policies
    ]


def _explaining(policy_ids: set[int]) -> dict[int, list[InterpretationPage]]:
    """The public interpretations of each document, its own first."""
    explaining: dict[int, list[InterpretationPage]] = {pk: [] for pk in policy_ids}
    pages = (
        InterpretationPage.objects.public()
        .filter(explanations__policy__in=policy_ids)
        .annotate(explained_id=F("explanations__policy"))
        .select_related("form", "publication")
        .order_by("path")
    )
    for page in pages:
        explaining[page.explained_id].append(page)
    for pk, found in explaining.items():
        found.sort(key=lambda page: page.publication.policy_id != pk)
    return explaining


def documents_of(page_ids: Iterable[int]) -> dict[int, list[int]]:
    """The public documents that each of these interpretations explains, its own first."""
    rows = Explanation.objects.filter(
        page__in=page_ids, policy__in=PolicyPage.objects.public().values("pk")
    )
    own = dict(Publication.objects.filter(page__in=page_ids).values_list("page_id", "policy_id"))
    found: dict[int, list[int]] = {pk: [] for pk in own}
    for page_id, policy_id in rows.order_by("policy__path").values_list("page_id", "policy_id"):
        found.setdefault(page_id, []).append(policy_id)
    for page_id, policies in found.items():
        policies.sort(key=lambda pk: pk != own.get(page_id))
    return found


def _name_departments(policies: list[PolicyPage]) -> None:
    """Give every document its department with one query for the whole list."""
    parents = {policy.path[: -policy.steplen] for policy in policies}
    departments = {d.path: d for d in DepartmentPage.objects.filter(path__in=parents)}
    for policy in policies:
        policy.department = departments.get(policy.path[: -policy.steplen])


def set_of(policy: PolicyPage) -> ReleasedSet | None:
    """Return the public set of one document, None where it is not public."""
    found = sets_of(public_policies().filter(pk=policy.pk))
    return found[0] if found else None


def _lead_pictures(by_policy: dict[int, list[InterpretationPage]]) -> dict[int, Any]:
    """The first picture of each set, as its small rendition, read in one go."""
    wanted: dict[int, tuple[int, str]] = {}
    for policy_id, pages in by_policy.items():
        picture = next(filter(None, map(_first_picture, pages)), None)
        if picture:
            wanted[policy_id] = picture
    sizes = renditions.existing_of([image_id for image_id, _alt in wanted.values()])
    found = {}
    for policy_id, (image_id, alt) in wanted.items():
        if small := sizes.get(image_id, {}).get("small"):
            found[policy_id] = CardPicture(small.url, small.width, small.height, alt)
    return found


@dataclass(frozen=True)
class CardPicture:
    """A picture on a card; width and height in pixels."""

    url: str
    width: int
    height: int
    alt: str


def _first_picture(page: InterpretationPage) -> tuple[int, str] | None:
    for child in page.body.raw_data:
        shown = child["value"]
        if child["type"] == "gallery" and shown.get("items"):
            shown = shown["items"][0]["value"]
        elif child["type"] not in ("picture", "infographic"):
            continue
        if shown.get("image"):
            return shown["image"], shown.get("alt", "")
    return None
