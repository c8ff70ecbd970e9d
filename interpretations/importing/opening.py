"""Opens drafters' files in child processes with limits of their own (`python -m drafting`).

Several small files share a child, because starting one takes longer than reading them; where a
child dies, each of its files is tried once more alone, so that only the one at fault is refused.
"""

import errno
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from drafting import old, sentences
from drafting.__main__ import ANSWER, FLOW
from drafting.flow import Flow
from drafting.refusal import UnreadableError
from drafting.serial import loaded
from media.intake.acceptance import CHILD, EXAMINING, ROOT, limits
from media.refusals import FULL_DISK
from media.sandbox import runner

ENVIRONMENT = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
MOST_TOGETHER, MOST_BYTES = 50, 4 * runner.MEGABYTE
CONVERTING = runner.Limits(
    seconds=old.SECONDS,
    cpu_seconds=old.CPU_SECONDS,
    memory=old.MEMORY,
    file_size=old.FILE_SIZE,
    processes=old.PROCESSES,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """A file with its text, or with the code and facts of why there is none."""

    path: Path
    flow: Flow | None = None
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why there is no text, in one sentence of the reader's language; '' where there is."""
        return sentences.refusal(self.code, self.facts, gettext) if self.code else ""


def opened(paths: Iterable[Path]) -> Iterator[Opened]:
    """Open files in their order; holds the text of one at a time.

    Raises `OSError` where the disk is full, which says nothing about a file.
    """
    for together in _batches(paths):
        yield from _together(together)


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in paths:
        own = _size(path)
        if batch and (len(batch) == MOST_TOGETHER or size + own > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += own
    if batch:
        yield batch


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _together(paths: list[Path]) -> Iterator[Opened]:
    with runner.workspace() as folder:
        rooms = [folder / str(order) for order in range(len(paths))]
        died = _read(paths, rooms, folder)
        for path, room in zip(paths, rooms, strict=True):
            if (room / ANSWER).exists():
                yield _result(path, room)
            elif len(paths) > 1:
                yield from _together([path])
            else:
                yield Opened(path, code="too_heavy" if died else "damaged")


def _read(paths: list[Path], rooms: list[Path], folder: Path) -> bool:
    """Let a child read files, each into its room; True where it died on the way."""
    orders = [_order(path, path.name, room) for path, room in zip(paths, rooms, strict=True)]
    ordered = folder / "orders.json"
    ordered.write_text(json.dumps(orders), encoding="utf-8")
    argv: list[str | Path] = [sys.executable, "-s", "-m", "drafting", ordered]
    try:
        with EXAMINING:
            runner.run(argv, folder, CHILD, environment=ENVIRONMENT)
    except runner.NoRoomError as error:
        raise OSError(errno.ENOSPC, str(FULL_DISK)) from error
    except (runner.TimedOutError, runner.FailedError) as error:
        logger.warning("reading %r failed: %s", [path.name for path in paths], error)
        return True
    return False


def _order(path: Path, name: str, room: Path) -> dict[str, Any]:
    room.mkdir()
    return {
        "path": str(path.resolve()),
        "name": name,
        "into": str(room),
        "limits": asdict(limits()),
    }


def _result(path: Path, room: Path) -> Opened:
    answer = json.loads((room / ANSWER).read_text(encoding="utf-8"))
    if answer.get("refused") == "old":
        return _converted(path, room)
    if "refused" in answer:
        return Opened(path, code=answer["refused"], facts=answer["facts"])
    return Opened(path, loaded((room / FLOW).read_text(encoding="utf-8"), room))


def _converted(path: Path, room: Path) -> Opened:
    """An old document by way of LibreOffice, where it is installed."""
    work, read = room / "old", room / "read"
    work.mkdir()
    try:
        with EXAMINING:
            made = old.as_docx(path, work, partial(runner.run, limits=CONVERTING))
    except runner.NotInstalledError:
        return Opened(path, code="old")
    except runner.TimedOutError:
        return Opened(path, code="too_heavy")
    except (runner.FailedError, UnreadableError):
        return Opened(path, code="damaged")
    died = _read([made], [read], room)
    if not (read / ANSWER).exists():
        return Opened(path, code="too_heavy" if died else "damaged")
    result = _result(path, read)
    if result.flow is not None:
        old.tell_numbers(result.flow)
    return result
