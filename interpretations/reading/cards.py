"""The cards of a list: each is the same for every list and reader of an edition, so it is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from interpretations.reading import snapshot
from interpretations.reading.sets import ReleasedSet, read_policies, sets_of


@dataclass(frozen=True)
class Cards:
    """The sets of these public documents, in this order; as cards when it is iterated over.

    `by_interpretation` says that the list is one of interpretations.
    """

    policy_ids: list[int]
    featured: frozenset[int] = frozenset()
    by_interpretation: bool = False

    def __len__(self) -> int:
        return len(self.policy_ids)

    def __iter__(self) -> Iterator[SafeString]:
        names = {pk: self._name(pk) for pk in self.policy_ids}
        shown = cache.get_many(names.values()) if snapshot.current() else {}
        fresh = {
            names[released.policy.pk]: self._render(released)
            for released in self._read(pk for pk, name in names.items() if name not in shown)
        }
        if fresh and snapshot.current():
            cache.set_many(fresh, snapshot.KEPT_SECONDS)
        shown = {**shown, **fresh}
        return (shown[name] for name in names.values())

    @cached_property
    def items(self) -> list[ReleasedSet]:
        """The sets themselves, for who needs more than their cards."""
        return self._read(self.policy_ids)

    def _read(self, policy_ids: Iterable[int]) -> list[ReleasedSet]:
        places = {pk: place for place, pk in enumerate(policy_ids)}
        if not places:
            return []
        unordered = read_policies(places)
        policies = sorted(unordered, key=lambda policy: places[policy.pk])
        return sets_of(policies, pictures=True, featured=self.featured)

    def _name(self, pk: int) -> str:
        return f"card:{pk}:{pk in self.featured}:{self.by_interpretation}:{get_language()}"

    def _render(self, released: ReleasedSet) -> SafeString:
        page = released.lead if self.by_interpretation else released.policy
        context = {"set": released, "item_id": page.pk if page else None}
        return render_to_string("interpretations/_set_card.html", context)
