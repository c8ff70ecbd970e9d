"""Every public set by what the filters of a list can find of it, in the memory of a process.

A list among a hundred thousand sets and the counts beside its filters are made of bits
(`places.py`), not of questions to the database. The first reader of a process or of a day reads
all sets, in the snapshot; the first of a later edition those that the releases since then can
have changed (`changes.py`). Numbers of sets leave here, and no word of them: what a list shows is
read in the snapshot of its reader, where it is public.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.signals import post_migrate
from django.utils import timezone

from interpretations.models import InterpretationPage
from interpretations.reading import snapshot
from interpretations.reading.changes import Ties
from interpretations.reading.departments import departments
from interpretations.reading.places import bits_of, closed, newest, opened
from interpretations.reading.sets import explained_at_home, public_policies, public_policies_of

# A filter and a value of it; `COLUMN` has the sets that stand in the column.
Label = tuple[str, str]
# When a set was first public, and the number of its document: the order of every list.
Key = tuple[datetime, int]
COLUMN: Label = ("column", "")

_MOST_EDITIONS = 500  # between two readers; after more than that everything is read
_MOST_SETS = 200
_KEPT = 2  # the newest, and the one before for readers who began in it

Moment = tuple[date, int]


@dataclass(frozen=True)
class Catalogue:
    """The public sets of one edition on one day; `keys` has the oldest first.

    A bit of `labels` is the place of a set in `keys`. Labels without a set are left out.
    """

    keys: list[Key]
    key_of: dict[int, Key]
    labels: dict[Label, int]

    @property
    def everything(self) -> int:
        return (1 << len(self.keys)) - 1

    def with_label(self, name: str, value: str) -> int:
        """The places of the sets that a filter finds by a value; none for an unknown one."""
        return self.labels.get((name, value), 0)

    def places_of(self, set_ids: Iterable[int]) -> int:
        """The places of those of these sets that are public."""
        keys = (self.key_of[pk] for pk in set_ids if pk in self.key_of)
        return bits_of((bisect_left(self.keys, key) for key in keys), len(self.keys))

    def newest(self, bits: int, start: int, stop: int) -> list[int]:
        """The numbers of the sets at these places from `start` to before `stop`, newest first."""
        return [self.keys[place][1] for place in newest(bits, start, stop)]

    def latest_at(self, bits: int) -> datetime | None:
        """When the newest of the sets at these places was first public."""
        return self.keys[bits.bit_length() - 1][0] if bits else None

    def without(self, set_ids: Iterable[int]) -> "Catalogue":
        """The catalogue of the other sets."""
        keys, key_of, labels = self.keys.copy(), self.key_of.copy(), self.labels
        for pk in set_ids:
            if key := key_of.pop(pk, None):
                place = bisect_left(keys, key)
                del keys[place]
                labels = {label: closed(bits, place) for label, bits in labels.items()}
        return Catalogue(keys, key_of, {label: bits for label, bits in labels.items() if bits})

    def with_sets(self, sets: Iterable[tuple[Key, list[Label]]]) -> "Catalogue":
        """The catalogue with these sets in their places besides."""
        keys, key_of, labels = self.keys.copy(), self.key_of.copy(), self.labels
        for key, own in sets:
            place = bisect_left(keys, key)
            keys.insert(place, key)
            key_of[key[1]] = key
            labels = {label: opened(bits, place) for label, bits in labels.items()}
            for label in own:
                labels[label] = labels.get(label, 0) | 1 << place
        return Catalogue(keys, key_of, labels)


def read_all() -> Catalogue:
    """Read every public set: seconds where there are a hundred thousand."""
    sets = sorted(_read(public_policies(), _forms(_explaining())))
    places: dict[Label, list[int]] = {}
    for place, (_key, own) in enumerate(sets):
        for label in own:
            places.setdefault(label, []).append(place)
    keys = [key for key, _own in sets]
    labels = {label: bits_of(found, len(keys)) for label, found in places.items()}
    return Catalogue(keys, {key[1]: key for key in keys}, labels)


def read_again(before: Catalogue, set_ids: set[int]) -> Catalogue:
    """The same with these sets as they are now."""
    explaining = _explaining().filter(explanations__policy__in=set_ids)
    policies = public_policies_of(set_ids)
    return before.without(set_ids).with_sets(_read(policies, _forms(explaining)))


def _read(policies: QuerySet, forms: dict[int, set[str]]) -> Iterator[tuple[Key, list[Label]]]:
    slugs = {path: department.slug for path, department in departments().items() if department.live}
    rows = policies.annotate(at_home=explained_at_home()).order_by().values_list(
        "pk", "path", "topic__slug", "topic__parent__slug", "publication__released_at",
        "validity", "at_home",
    )  # fmt: skip
    # Asked once: for each set it took a fifth of reading all.
    steplen, zone = policies.model.steplen, timezone.get_current_timezone()
    for pk, path, topic, parent, released_at, validity, at_home in rows:
        found_by = {
            ("department", slugs.get(path[:-steplen], "")),
            # By the topic of the first level too.
            ("topic", topic or ""),
            ("topic", parent or ""),
            ("year", str(released_at.astimezone(zone).year)),
            ("validity", validity),
            *(("form", form) for form in forms.get(pk, ())),
        }
        yield (
            (released_at, pk),
            [*(label for label in found_by if label[1]), *([COLUMN] if at_home else [])],
        )


def _explaining() -> QuerySet:
    return InterpretationPage.objects.public().order_by()


def _forms(explaining: QuerySet) -> dict[int, set[str]]:
    """The forms in which each document is explained, by its own interpretations and others'."""
    forms: dict[int, set[str]] = {}
    for pk, form in explaining.values_list("explanations__policy", "form__slug").distinct():
        forms.setdefault(pk, set()).add(form or "")
    return forms


class _Shelf:
    """The catalogues of this process, each made once; whoever needs the same one waits for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.clear()

    def clear(self) -> None:
        self.kept: dict[Moment, Catalogue] = {}
        self.ties = Ties()

    def of(self, moment: Moment) -> Catalogue:
        with self.lock:
            if found := self.kept.get(moment):
                return found
            newest_kept = max(self.kept, default=None)
            if newest_kept is not None and moment < newest_kept:
                return read_all()  # a reader of an older snapshot, a moment after a release
            made = self._made_of(newest_kept, moment) or self._made_anew()
            self.kept[moment] = made
            for older in sorted(self.kept)[:-_KEPT]:
                del self.kept[older]
            return made

    def _made_of(self, before: Moment | None, moment: Moment) -> Catalogue | None:
        """What the last one becomes by what was released since then, where that is known."""
        if before is None or before[0] != moment[0] or moment[1] - before[1] > _MOST_EDITIONS:
            return None
        changed = self.ties.sets_changed(before[1], moment[1])
        if changed is None or len(changed) > _MOST_SETS:
            return None
        return read_again(self.kept[before], changed)

    def _made_anew(self) -> Catalogue:
        self.ties.read_all()
        return read_all()


_shelf = _Shelf()


def catalogue() -> Catalogue:
    """Return the catalogue of the running public response; on the editorial side one made anew."""
    current = snapshot.current()
    return _shelf.of((current.day, current.edition)) if current else read_all()


def forget(**kwargs: Any) -> None:
    """Forget everything: a database that was put back counts the same editions again."""
    with _shelf.lock:
        _shelf.clear()


def connect() -> None:
    """Connect the receiver; called once when the app is ready."""
    post_migrate.connect(forget, sender=apps.get_app_config("interpretations"))
