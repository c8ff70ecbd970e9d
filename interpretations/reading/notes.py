"""更正说明: what was changed on public pages, and when; written by releases alone."""

from collections.abc import Iterable

from wagtail.models import Page

from interpretations.models import PublicNote


def notes_of(pages: Iterable[Page]) -> dict[int, list[PublicNote]]:
    """Return the notes of each of these pages that has any, the newest first."""
    notes: dict[int, list[PublicNote]] = {}
    for note in PublicNote.objects.filter(page__in=[page.pk for page in pages]):
        notes.setdefault(note.page_id, []).append(note)
    return notes
