"""Members as they would be published, worked out before the release's instant.

What takes its time is done here: building the page, finding what it reaches, its digest, its
clauses, its words for the search. Inside the release each is used only if it is of the very bytes
that are pinned, and all that it reaches is as it was; otherwise it is worked out anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from interpretations.models import Keyword, PolicyPage, ReleaseItem
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Changed
from interpretations.releases.execution.clauses import Rows, rows_of
from interpretations.releases.execution.indexing import entry_of
from interpretations.releases.execution.reference_rows import Reference, without_children
from interpretations.releases.pins.pin import as_published, member_digest, named_by, placed
from interpretations.releases.pins.references import Reached, reached_among, read_again
from search.index import Entry


@dataclass(frozen=True)
class Ready:
    """What a pinned revision would publish, and what is derived of it.

    `content` is the revision that it was built from; `references` are those of the page's own
    fields, for its child rows get their numbers when they are written; `clauses` are the columns
    of a document's clauses by identity.
    """

    content: Mapping[str, Any]
    shown: ManagedPage
    reached: list[Reached]
    digest: str
    entry: Entry
    references: frozenset[Reference]
    clauses: Rows


@dataclass(frozen=True)
class Member:
    """A member inside its release: `first` is since when it is public."""

    item: ReleaseItem
    ready: Ready
    first: datetime
    was_public: bool

    @property
    def shown(self) -> ManagedPage:
        return self.ready.shown

    @property
    def page_id(self) -> int:
        return self.item.page_id


def make_ready(item: ReleaseItem) -> Ready:
    """Work out what a member would publish; its digest is compared inside the release."""
    shown = as_published(item.revision, item.slug, item.url_path)
    references = list(ReferenceIndex._extract_references_from_object(shown))
    reached = reached_among(references)
    return Ready(
        content=item.revision.content,
        shown=shown,
        reached=reached,
        digest=member_digest(shown, reached),
        entry=entry_of(shown, item.policy_id),
        references=without_children(shown, references),
        clauses=rows_of(shown) if isinstance(shown, PolicyPage) else {},
    )


def as_pinned(items: Sequence[ReleaseItem], prepared: Mapping[int, Ready | None]) -> list[Ready]:
    """What these items publish, worked out before or anew, with the place of its page.

    Raises `Changed` if one is not what was approved.
    """
    now = {
        (target.content_type.pk, target.object_id): target
        for target in read_again(
            target for ready in prepared.values() if ready for target in ready.reached
        )
    }
    there = _still_there(ready for ready in prepared.values() if ready)
    found = []
    for item in items:
        ready = prepared.get(item.pk)
        if ready is None or not (named_by(ready.shown) <= there and _is_still(ready, item, now)):
            ready = make_ready(item)
        if ready.digest != item.digest:
            raise Changed(_("「%s」与送审时不一致，不能发布。请退回后重新送审。") % item.title)
        placed(ready.shown, item.page)
        found.append(ready)
    return found


def _still_there(prepared: Iterable[Ready]) -> set[int]:
    """Of the documents that members name those that exist: a text does not tell."""
    named = {number for ready in prepared for number in named_by(ready.shown)}
    return set(Page.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def _is_still(ready: Ready, item: ReleaseItem, now: Mapping[tuple[int, str], Reached]) -> bool:
    """Whether revision, address and everything reached are what this was worked out of.

    Names of keywords belong to no digest (decision 0006) and stand in the words for the search.
    """
    pinned = (item.revision.content, item.slug, item.url_path)
    reached = [now.get((target.content_type.pk, target.object_id)) for target in ready.reached]
    return (
        pinned == (ready.content, ready.shown.slug, ready.shown.url_path)
        and reached == ready.reached
        and _keywords(filter(None, reached)) == _keywords(ready.reached)
    )


def _keywords(reached: Iterable[Reached]) -> list[str]:
    return [target.instance.name for target in reached if isinstance(target.instance, Keyword)]
