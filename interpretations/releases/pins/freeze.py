"""Freezing the files of a set, and letting go of them after a return (P3)."""

from interpretations.models import Release
from interpretations.releases.pins.pin import Pinned
from media.delivery import FILES, kind_of
from media.models import FrozenFile


def freeze_files(release: Release, members: list[Pinned]) -> None:
    """Write down that every file the members reach is frozen for this release.

    Their rows are locked first: who replaces what was made of one (a film's poster) locks it
    too, and has either done so before the pins are written, or finds it frozen.
    """
    _lock(members)
    FrozenFile.objects.bulk_create(
        FrozenFile(
            kind=kind_of(target.instance),
            object_id=int(target.object_id),
            page_id=member.page.pk,
            release_id=release.pk,
        )
        for member in members
        for target in member.reached
        if target.is_file
    )


def _lock(members: list[Pinned]) -> None:
    """Lock the rows of files, always in the same order; what refers to them may be written."""
    files = [target.instance for member in members for target in member.reached if target.is_file]
    for model in FILES:
        numbers = {row.pk for row in files if isinstance(row, model)}
        if numbers:
            rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=numbers)
            list(rows.order_by("pk").values_list("pk"))


def release_files_from_freeze(release: Release) -> None:
    """Let go of the files of a release that was returned."""
    FrozenFile.objects.filter(release_id=release.pk).delete()
