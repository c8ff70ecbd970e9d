"""`accept` examines and cleans every file that people upload; nothing is stored without it.

The examination runs in a child process with its own limits (`media.examine`, `media.sandbox`);
whatever happens there, the answer is a cleaned file or one sentence.
"""

import json
import logging
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from media import disk
from media.examine import types
from media.examine.limits import Limits
from media.intake import sentences
from media.picturing.order import Size
from media.sandbox import runner

ROOT = Path(__file__).resolve().parents[2]
CHILD = runner.Limits(
    seconds=60,
    cpu_seconds=60,
    memory=1536 * runner.MEGABYTE,
    file_size=512 * runner.MEGABYTE,
    processes=32,
    niceness=5,
)
# openpyxl reads ten times as slowly behind defusedxml; the child is what bounds a hostile file.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "OPENPYXL_DEFUSEDXML": "False"}
# Of one worker at a time: eight people with eight bombs must not fill the machine.
EXAMINING = threading.BoundedSemaphore(2)

NO_ROOM = "no_room"

logger = logging.getLogger(__name__)


class RefusedUploadError(Exception):
    """A file that is not taken; `sentence()` in the language of whoever reads it."""

    def __init__(self, code: str, facts: dict[str, Any], kind: str) -> None:
        super().__init__(code)
        self.code, self.facts, self.kind = code, facts, kind

    def sentence(self) -> str:
        return sentences.refusal(self.code, self.facts, self.kind)

    __str__ = sentence


class UnfinishedError(RefusedUploadError):
    """A file that could not be looked at: another try may find less to do, or room on the disk."""


@dataclass(frozen=True)
class Accepted:
    """A file that may come in.

    `content` is the cleaned copy (of a workbook that becomes a chart: its text), `original` what
    was uploaded (for films both are the same),
    `examination` what is kept on the row: `{"cleaned": [...], "told": [...]}`.
    """

    type: str
    content: File
    original: File
    examination: dict[str, Any]
    sizes: tuple[Size, ...] = ()
    pages: int = 0


def limits() -> Limits:
    """The limits of this site."""
    return settings.UPLOADS


def accept(upload: File, kind: str, sizes: Sequence[str] = ()) -> Accepted:
    """Examine and clean an upload; raises `RefusedUploadError`, and then nothing is left of it.

    Its kind `UnfinishedError` says nothing about the file: whoever still has it may try again.

    The cleaned copy has no name on disk any more: it is gone when the last one closes it.
    """
    try:
        return _accepted(upload, kind, sizes)
    except OSError as error:
        if disk.is_full(error):
            raise UnfinishedError(NO_ROOM, {}, kind) from error
        raise


def _accepted(upload: File, kind: str, sizes: Sequence[str]) -> Accepted:
    name = Path(upload.name or "").name
    with runner.workspace() as folder:
        path = _on_disk(upload, folder)
        order = {
            "path": str(path),
            "name": name,
            "kind": kind,
            "into": str(folder / "cleaned"),
            "limits": asdict(limits()),
            "sizes": list(sizes),
        }
        report = _examined(order, folder, kind)
        upload.seek(0)
        if kind == types.FILM:
            return Accepted(report["type"], upload, upload, _kept(report))
        content = _opened(folder / "cleaned", name)
        made_sizes = tuple(
            Size(size["spec"], _opened(folder / size["file"], size["file"]))
            for size in report["sizes"]
        )
    return Accepted(
        report["type"], content, upload, _kept(report), made_sizes, pages=report["pages"]
    )


def _kept(report: dict[str, Any]) -> dict[str, Any]:
    return {"cleaned": report["cleaned"], "told": report["told"]}


def _on_disk(upload: File, folder: Path) -> Path:
    """A path under which the child finds the upload."""
    if hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    path = folder / "taken"
    upload.seek(0)
    with open(path, "wb") as target:
        target.writelines(upload.chunks())
    return path


def _examined(order: dict[str, Any], folder: Path, kind: str) -> dict[str, Any]:
    argv = [sys.executable, "-s", "-m", "media.examine", json.dumps(order)]
    try:
        with EXAMINING:
            finished = runner.run(argv, folder, limits_for(kind), environment=ENVIRONMENT)
        answer = json.loads(finished.output)
    except (runner.TimedOutError, runner.FailedError) as error:
        logger.warning("examining a %s failed: %s", kind, _complaint(error))
        if isinstance(error, runner.NoRoomError):
            raise UnfinishedError(NO_ROOM, {}, kind) from error
        from_outside = isinstance(error, (runner.TimedOutError, runner.KilledError))
        refusal = UnfinishedError if from_outside else RefusedUploadError
        raise refusal("too_heavy", {}, kind) from error
    if "refused" in answer:
        refusal = UnfinishedError if answer["refused"] == NO_ROOM else RefusedUploadError
        raise refusal(answer["refused"], answer["facts"], kind)
    return answer["report"]


def limits_for(kind: str) -> runner.Limits:
    """What the child may use: somebody waits for a table while typing."""
    if kind == types.TABLE:
        return replace(CHILD, seconds=40, cpu_seconds=15, memory=768 * runner.MEGABYTE)
    return CHILD


def _complaint(error: runner.RunnerError) -> str:
    return getattr(error, "complaint", "") or str(error)


def _opened(path: Path, name: str) -> UploadedFile:
    source: IO[bytes] = open(path, "rb")  # noqa: SIM115 - lives as long as the upload
    return UploadedFile(source, name, size=path.stat().st_size)
