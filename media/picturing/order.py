"""Orders what readers get of a stored picture from a child process with limits of its own.

A picture that came in was examined; it is all the same never decoded in the site's own process,
which would hold four bytes for each of its pixels several times over, and any hole of a decoder.
"""

import errno
import json
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from media.refusals import FULL_DISK
from media.sandbox import runner

ROOT = Path(__file__).resolve().parents[2]
# The largest picture that comes in (40 million pixels, clear in parts) needs half of either.
CHILD = runner.Limits(
    seconds=300,
    cpu_seconds=240,
    memory=1536 * runner.MEGABYTE,
    file_size=256 * runner.MEGABYTE,
    processes=32,
    niceness=5,
)
# Of one worker at a time, like examinations.
DECODING = threading.BoundedSemaphore(2)

logger = logging.getLogger(__name__)


class UndecodableError(OSError):
    """What is stored is no picture that can be decoded within the limits."""


@dataclass(frozen=True)
class Size:
    """One size of a picture; `spec` as Wagtail writes it, `max-480x16000|format-webp`."""

    spec: str
    content: File


@dataclass(frozen=True)
class SliceFile:
    """One part of a tall picture: `wide`, `narrow` or `whole`; measured in pixels."""

    shown: str
    position: int
    width: int
    height: int
    content: File


def sizes(file: FieldFile, specs: Sequence[str]) -> list[Size]:
    """Return a picture in these sizes.

    Raises `UndecodableError`, and `OSError` where the disk is full or the file is gone.
    """
    with _made(file, {"sizes": list(specs), "sliced": False}) as (answer, folder):
        return [Size(made["spec"], _read(folder, made["file"])) for made in answer["sizes"]]


def slices(file: FieldFile) -> Iterator[SliceFile]:
    """Give all parts of a tall picture, one after the other. Raises like `sizes`."""
    with _made(file, {"sizes": [], "sliced": True}) as (answer, folder):
        for made in answer["slices"]:
            content = _read(folder, made.pop("file"))
            yield SliceFile(content=content, **made)


@contextmanager
def _made(file: FieldFile, wanted: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Path]]:
    """What the child answered, and the folder that it wrote into."""
    with runner.workspace() as folder:
        path = folder / "picture"
        with file.storage.open(str(file.name), "rb") as source, open(path, "wb") as target:
            target.writelines(source.chunks())
        argv = [sys.executable, "-s", "-m", "media.picturing"]
        order = json.dumps({"path": str(path), **wanted})
        try:
            with DECODING:
                finished = runner.run(
                    [*argv, order], folder, CHILD, environment={"PYTHONPATH": str(ROOT)}
                )
        except runner.NoRoomError as error:
            raise OSError(errno.ENOSPC, str(FULL_DISK)) from error
        except runner.RunnerError as error:
            logger.warning("a picture was not decoded: %s", error)
            raise UndecodableError(str(error)) from error
        answer = json.loads(finished.output)
        if "broken" in answer:
            raise UndecodableError(answer["broken"])
        yield answer, folder


def _read(folder: Path, name: str) -> File:
    return ContentFile((folder / name).read_bytes(), name)
