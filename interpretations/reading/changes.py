"""Which sets the releases of some editions can have changed for the filters of a list.

What of a set a release changes is on its members, on the documents that these explain, and on
those that a document repeals or amends once it is public itself. A tie that a release undoes is
gone from the tables afterwards: so every tie that was ever seen is remembered, as a set too many
is read again and no harm is done.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet

from interpretations.models import Explanation, PolicyRelation, Release, ReleaseItem

Tied = defaultdict[int, set[int]]


class Ties:
    """Page -> documents of other sets that it explains, or documents that it repeals or amends."""

    def __init__(self) -> None:
        self.explained: Tied = defaultdict(set)
        self.acted_upon: Tied = defaultdict(set)

    def read_all(self) -> None:
        """Remember every tie between sets."""
        further = Explanation.objects.exclude(policy=F("page__publication__policy"))
        _remember(self.explained, further.values_list("page_id", "policy_id"))
        _remember(self.acted_upon, _relations().values_list("page_id", "target_id"))

    def sets_changed(self, before: int, after: int) -> set[int] | None:
        """The documents of the sets that the editions from after `before` to `after` can concern.

        None where an edition was begun by anything but releases.
        """
        releases = Release.objects.filter(edition__gt=before, edition__lte=after)
        editions = dict(releases.values_list("pk", "edition"))
        if len(set(editions.values())) != after - before:
            return None
        members = ReleaseItem.objects.filter(release__in=editions.keys())
        rows = list(members.values_list("page_id", "policy_id"))
        pages, changed = {page for page, _policy in rows}, {policy for _page, policy in rows}
        explained = Explanation.objects.filter(page__in=pages).values_list("page_id", "policy_id")
        _remember(self.explained, explained)
        changed |= _tied(self.explained, pages)
        acting = _relations().filter(page__in=changed).values_list("page_id", "target_id")
        _remember(self.acted_upon, acting)
        return changed | _tied(self.acted_upon, changed)


def _relations() -> QuerySet:
    return PolicyRelation.objects.filter(target__isnull=False).order_by()


def _remember(ties: Tied, rows: Iterable[tuple[int, int]]) -> None:
    for page, policy in rows:
        ties[page].add(policy)


def _tied(ties: Tied, pages: Iterable[int]) -> set[int]:
    return {policy for page in pages if page in ties for policy in ties[page]}
