"""Another poster for a film that is ready: the picture at a moment that somebody chose."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from media.models import Recording, RecordingFile
from media.recordings.transcode import poster
from media.refusals import Refusal
from media.sandbox import runner
from media.storage import delete_after_commit, kept

POSTER = RecordingFile.Role.POSTER


class NoPosterError(Refusal):
    """No picture could be taken there; `str()` is the sentence to show."""


@contextmanager
def taken(film: Recording, second: float | None) -> Iterator[str]:
    """Take the picture at this second, or a telling one, and give its name in storage.

    It goes again where what follows fails: the transaction that writes it down belongs inside.
    Slow: nothing of the database may be held meanwhile. Raises `NoPosterError`.
    """
    with runner.workspace() as folder:
        try:
            path = poster(Path(film.file.path), film.duration, second, folder)
        except runner.NoRoomError as error:
            raise NoPosterError(str(error)) from error
        except runner.RunnerError as error:
            raise NoPosterError(_("这一刻的画面没有取成，请换一个时间再试。")) from error
        with kept({"poster": path}, "recordings") as names:
            yield names["poster"]


def replace_poster(film: Recording, name: str) -> None:
    """Let this stored picture be the poster, inside the caller's transaction; the old one goes.

    The caller has locked the film's row: neither another poster nor a set that is being frozen
    comes between. Raises `FileInUse` where a set relies on the film.
    """
    row, _is_new = RecordingFile.objects.get_or_create(
        recording=film, role=POSTER, defaults={"width": film.width, "height": film.height}
    )
    old_name, row.file = row.file.name, name
    row.save()
    delete_after_commit(row.file.storage, old_name)
