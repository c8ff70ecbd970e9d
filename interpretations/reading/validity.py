"""有效性: what the calendar and other public documents make of a document, on one day.

Derived from the live rows whenever somebody reads: nobody publishes on the day, a withdrawn
repeal ends its mark, and no restored revision brings an old state back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interpretations.models import PolicyPage, PolicyRelation

Kind = PolicyRelation.Kind

# Code -> what the document is, and the same as one says it of a document.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "valid": (_("有效"), _("有效")),
    "upcoming": (_("尚未生效"), _("尚未生效")),
    "amended": (_("已修改"), _("已修改")),
    "expired": (_("失效"), _("已失效")),
    "repealed": (_("废止"), _("已废止")),
}

# The codes that another document brings about, and how it says so.
BROUGHT_ABOUT_BY = {"repealed": Kind.REPEALS, "amended": Kind.AMENDS}


@dataclass(frozen=True)
class Act:
    """A public document that repeals or amends another one, and from which day."""

    policy: PolicyPage
    since: date


@dataclass(frozen=True)
class Validity:
    """有效性 as words; on the pages of a set also from which day, and by which documents."""

    code: str
    since: date | None = None
    acts: tuple[Act, ...] = ()

    @property
    def label(self) -> Promise:
        return WORDS[self.code][0]

    @property
    def said(self) -> Promise:
        return WORDS[self.code][1]

    @property
    def is_warning(self) -> bool:
        """Whether a reader must not overlook it."""
        return self.code != "valid"


def code_on(day: date, effective: Any = None, expires: Any = None) -> Case:
    """The one definition, as an expression over documents: a code of `WORDS`.

    A preview gives the dates that were typed; otherwise they are the document's own.
    """
    effective, expires = effective or F("date_effective"), expires or F("date_expires")
    return Case(
        When(Exists(_in_effect(Kind.REPEALS, day)), then=Value("repealed")),
        When(LessThan(expires, day), then=Value("expired")),
        When(GreaterThan(effective, day), then=Value("upcoming")),
        When(Exists(_in_effect(Kind.AMENDS, day)), then=Value("amended")),
        default=Value("valid"),
        output_field=CharField(),
    )


def _in_effect(kind: str, day: date) -> QuerySet:
    """What public documents do to the document of the outer query, from this day or before."""
    return _by_public_documents(day).filter(kind=kind, target=OuterRef("pk"))


def _by_public_documents(day: date) -> QuerySet:
    """Relations in effect: from their own day, else from that of the acting document, else at once.

    What is public was made public on this day or before.
    """
    acting = PolicyPage.objects.public().filter(pk=OuterRef("page"))
    since = Coalesce("effective_on", "page__date_effective")
    return (
        PolicyRelation.objects.annotate(since=since)
        .filter(Exists(acting))
        .filter(Q(since__lte=day) | Q(since__isnull=True))
        .exclude(target=F("page"))
    )


def typed(policy: PolicyPage) -> dict[str, Value]:
    """The dates of a draft, for `code_on`."""
    return {
        "effective": Value(policy.date_effective, output_field=DateField()),
        "expires": Value(policy.date_expires, output_field=DateField()),
    }


def explained_validity(policies: Iterable[PolicyPage], day: date) -> dict[int, Validity]:
    """Return the validity of these documents, each with its `validity` as a code, in full."""
    policies = list(policies)
    acts = _acts_upon(policies, day)
    validities = {}
    for policy in policies:
        code = policy.validity
        own_acts = acts.get((policy.pk, BROUGHT_ABOUT_BY.get(code, "")), [])
        since = {
            # Repealed once is repealed; the latest amendment is the one to read.
            "repealed": own_acts[-1].since if own_acts else None,
            "amended": own_acts[0].since if own_acts else None,
            "expired": policy.date_expires,
            "upcoming": policy.date_effective,
        }
        validities[policy.pk] = Validity(code, since.get(code), tuple(own_acts))
    return validities


def _acts_upon(policies: list[PolicyPage], day: date) -> dict[tuple[int, str], list[Act]]:
    """What is in effect upon each document and kind, the newest first; asked only if it shows."""
    acted_upon = [policy.pk for policy in policies if policy.validity in BROUGHT_ABOUT_BY]
    acts: dict[tuple[int, str], list[Act]] = {}
    if not acted_upon:
        return acts
    rows = _by_public_documents(day).filter(target__in=acted_upon)
    for row in rows.select_related("page__publication"):
        since = row.since or timezone.localdate(row.page.publication.released_at)
        acts.setdefault((row.target_id, row.kind), []).append(Act(row.page, since))
    for same_kind in acts.values():
        same_kind.sort(key=lambda act: (act.since, act.policy.pk), reverse=True)
    return acts
