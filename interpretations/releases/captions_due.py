"""Public films whose captions are still to follow, and until when."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, QuerySet
from django.utils import timezone

from interpretations.models import Publication, ReleaseItem, ReleaseReference, ReleaseRules
from interpretations.models.kinds import ReleaseState
from interpretations.releases.recording_findings import films_without_captions
from media.models import Recording


@dataclass(frozen=True)
class CaptionsDue:
    """One film on one public page; `due` is the day on which its captions have to be there."""

    page: Any
    film: Recording
    due: datetime.date

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()


def captions_due(publications: QuerySet[Publication]) -> list[CaptionsDue]:
    """The films of these pages that have no captions, the one that is due first first.

    The days count from the release in which the film became public there: a correction of
    something else does not move them.
    """
    days = datetime.timedelta(days=ReleaseRules.load().captions_days)
    found = []
    with_film = ReleaseReference.objects.filter(content_type=_of_recordings()).values("item")
    for publication in publications.filter(item__in=with_film).select_related("page"):
        page = publication.page.specific
        for value in films_without_captions(page.body):
            if film := value.get("recording"):
                found.append(CaptionsDue(page, film, _public_since(page, film) + days))
    return sorted(found, key=lambda one: (one.due, one.page.pk))


def _public_since(page: Any, film: Recording) -> datetime.date:
    items = ReleaseItem.objects.filter(
        page=page.pk,
        release__state=ReleaseState.RELEASED,
        references__content_type=_of_recordings(),
        references__object_id=str(film.pk),
    )
    since = items.aggregate(first=Min("release__released_at"))["first"]
    return timezone.localdate(since)


def _of_recordings() -> ContentType:
    return ContentType.objects.get_for_model(Recording)
