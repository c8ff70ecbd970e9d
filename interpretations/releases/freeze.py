"""Freezing the files of a set, and letting go of them after a return (P3)."""

from interpretations.models import Release
from interpretations.releases.pin import Pinned
from media.delivery import kind_of
from media.models import FrozenFile


def freeze_files(release: Release, members: list[Pinned]) -> None:
    """Write down that every file the members reach is frozen for this release."""
    FrozenFile.objects.bulk_create(
        FrozenFile(
            kind=kind_of(one.instance),
            object_id=int(one.object_id),
            page_id=member.page.pk,
            release_id=release.pk,
        )
        for member in members
        for one in member.reached
        if one.is_file
    )


def release_files_from_freeze(release: Release) -> None:
    """Let go of the files of a release that was returned."""
    FrozenFile.objects.filter(release_id=release.pk).delete()
