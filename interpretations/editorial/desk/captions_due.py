"""Public films whose captions are still to follow, and until when."""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from interpretations.models import (
    InterpretationPage,
    Publication,
    ReleaseReference,
    ReleaseRules,
)
from interpretations.models.kinds import ReleaseState
from interpretations.releases.submission.recording_findings import films_without_captions
from media.models import Recording

WITHOUT = '"track": null'  # as a film's block without captions is stored


@dataclass(frozen=True)
class CaptionsDue:
    """One film on one public page; `due` is the day on which its captions have to be there."""

    page: InterpretationPage
    film: Recording
    due: datetime.date

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()


def captions_due(publications: QuerySet[Publication]) -> list[CaptionsDue]:
    """The films of these pages that have no captions, the one that is due first first.

    The days count from the first release that showed the film there: they are for making
    captions, so neither a correction of something else nor a return after a withdrawal moves
    them.
    """
    days = datetime.timedelta(days=ReleaseRules.load().captions_days)
    pages = InterpretationPage.objects.filter(pk__in=publications.values("page"))
    pages = pages.annotate(stored=Cast("body", TextField())).filter(stored__contains=WITHOUT)
    films = {
        (page.pk, film.pk): (page, film)
        for page in pages
        for block in films_without_captions(page.body)
        if (film := block.value.get("recording"))
    }
    since = _public_since(films)
    due = [CaptionsDue(*films[key], since[key] + days) for key in films if key in since]
    return sorted(due, key=lambda item: (item.due, item.page.pk))


def _public_since(films: dict[tuple[int, int], tuple]) -> dict[tuple[int, int], datetime.date]:
    """The day on which each film became public on its page, by the numbers of page and film."""
    references = ReleaseReference.objects.filter(
        content_type=ContentType.objects.get_for_model(Recording),
        object_id__in={str(film) for _page, film in films},
        item__page__in={page for page, _film in films},
        item__release__state=ReleaseState.RELEASED,
    )
    first = references.values_list("item__page", "object_id").annotate(
        Min("item__release__released_at")
    )
    return {(page, int(film)): timezone.localdate(released_at) for page, film, released_at in first}
