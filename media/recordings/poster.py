"""Another poster for a film that is ready: the picture at a moment that somebody chose."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from media import runner
from media.models import Recording, RecordingFile
from media.recordings.transcode import poster
from media.storage import delete_after_commit

POSTER = RecordingFile.Role.POSTER


class NoPosterError(Exception):
    """No picture could be taken there; `str()` is the sentence to show."""


@contextmanager
def taken(film: Recording, second: float | None) -> Iterator[Path]:
    """Take the picture at this second, or a telling one; its file is gone afterwards.

    Slow: nothing of the database may be held meanwhile. Raises `NoPosterError`.
    """
    with runner.workspace() as folder:
        try:
            path = poster(Path(film.file.path), film.duration, second, folder)
        except runner.RunnerError as error:
            raise NoPosterError(_("这一刻的画面没有取成，请换一个时间再试。")) from error
        yield path


def replace_poster(film: Recording, path: Path) -> None:
    """Let this picture be the poster, inside the caller's transaction; the old one goes.

    Raises `FrozenFileError` where a set relies on the film.
    """
    row, _is_new = RecordingFile.objects.get_or_create(
        recording=film, role=POSTER, defaults={"width": film.width, "height": film.height}
    )
    before = row.file.name
    with open(path, "rb") as source:
        name = f"recordings/{secrets.token_hex(8)}-poster{path.suffix}"
        row.file = default_storage.save(name, File(source))
    try:
        row.save()
    except BaseException:
        default_storage.delete(row.file.name)
        raise
    delete_after_commit(row.file.storage, before)
