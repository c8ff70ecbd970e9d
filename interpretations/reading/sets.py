"""A released set as a reader meets it: one document and its public interpretations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import DepartmentPage, InterpretationPage, PolicyPage, Publication
from media import renditions
from media.models import SiteImage


@dataclass(frozen=True)
class Validity:
    """有效性 as words; `is_warning` marks what a reader must not overlook."""

    code: str
    label: str
    is_warning: bool


@dataclass(frozen=True)
class ReleasedSet:
    """A document with its public interpretations, the leading one first."""

    policy: PolicyPage
    interpretations: list[InterpretationPage]
    released_at: datetime
    picture: Any = None

    @property
    def lead(self) -> InterpretationPage:
        return self.interpretations[0]

    @property
    def validity(self) -> Validity:
        return validity_on(self.policy, timezone.localdate())


def validity_on(policy: PolicyPage, day: date) -> Validity:
    """Derive 有效性 from the document's dates; nobody has to publish on the day."""
    if policy.date_effective and policy.date_effective > day:
        return Validity("upcoming", _("尚未生效"), True)
    if policy.date_expires and policy.date_expires < day:
        return Validity("expired", _("失效"), True)
    return Validity("valid", _("有效"), False)


def public_policies() -> QuerySet:
    """Documents of public sets, newest first, with what a card shows.

    Naming the role lets both databases walk the index of the newest instead of sorting all.
    """
    return (
        PolicyPage.objects.public()
        .filter(publication__role=Publication.Role.POLICY)
        .select_related("topic__parent", "genre", "publication")
        .order_by("-publication__released_at", "-pk")
    )


def sets_of(policies: Iterable[PolicyPage], pictures: bool = False) -> list[ReleasedSet]:
    """Return the sets of these public documents, in their order, in a fixed count of queries."""
    policies = list(policies)
    by_policy: dict[int, list[InterpretationPage]] = {policy.pk: [] for policy in policies}
    interpretations = (
        InterpretationPage.objects.public()
        .filter(publication__policy__in=by_policy)
        .select_related("form", "publication")
        .order_by("path")
    )
    for page in interpretations:
        by_policy[page.publication.policy_id].append(page)
    found = _lead_pictures(by_policy) if pictures else {}
    _name_departments(policies)
    return [
        ReleasedSet(
            policy,
            by_policy[policy.pk],
            policy.publication.released_at,
            found.get(policy.pk),
        )
        for policy in policies
        if by_policy[policy.pk]
    ]


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
    images = SiteImage.objects.prefetch_renditions(renditions.SPECS["small"]).in_bulk(
        [image_id for image_id, _alt in wanted.values()]
    )
    found = {}
    for policy_id, (image_id, alt) in wanted.items():
        if image_id in images and (small := renditions.existing(images[image_id]).get("small")):
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
        if child["type"] == "picture" and child["value"].get("image"):
            return child["value"]["image"], child["value"].get("alt", "")
    return None
