"""Runs outside programs (ffmpeg, ffprobe, soffice) so that a hostile file hurts nobody.

Argument list only, an empty home, no input, no network, limits of memory, time, processes and
file size; everything it started dies with it and with us (`launch.py`). Work happens in a
`workspace()`, a folder that is gone afterwards.
"""

import contextlib
import fcntl
import json
import logging
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from media.examine import room
from media.refusals import FULL_DISK

LAUNCHER = Path(__file__).with_name("launch.py")
LOCK = ".lock"
MEGABYTE = 1024 * 1024
LONGEST_LINE = 8192  # bytes; a longer line of progress is handed over in pieces
KEPT_COMPLAINTS = 4096  # bytes of stderr, the last ones
STOPPING_SECONDS = 10
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)  # our own limits end a program otherwise

logger = logging.getLogger(__name__)


class RunnerError(Exception):
    """A program did not do its work; `str()` is the one sentence to show."""


class NotInstalledError(RunnerError):
    """This machine does not have the program."""


class TimedOutError(RunnerError):
    """The program was stopped because its time was up."""


class FailedError(RunnerError):
    """The program ended with an error; `complaint` is the end of what it said, for the log."""

    def __init__(self, sentence: str, code: int, complaint: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.complaint = complaint


class NoRoomError(FailedError):
    """It could not write: the disk is full. Says nothing about what it was given."""


class KilledError(FailedError):
    """Somebody else ended it, as a machine does that is out of memory or goes down."""


@dataclass(frozen=True)
class Limits:
    """What a program may use; `cpu_seconds` counts all its threads."""

    seconds: float = 60
    cpu_seconds: int = 120
    memory: int = 1024 * MEGABYTE  # of address space, for each process
    file_size: int = 1024 * MEGABYTE
    processes: int = 128  # and threads; root's are never counted by the kernel
    open_files: int = 256
    output: int = MEGABYTE  # bytes of stdout that are kept
    niceness: int = 10

    def as_rlimits(self) -> dict[str, int]:
        return {
            "RLIMIT_AS": self.memory,
            "RLIMIT_CPU": self.cpu_seconds,
            "RLIMIT_FSIZE": self.file_size,
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }


@dataclass(frozen=True)
class Finished:
    """A program that ended well: what it printed, and whether it was kept from the network."""

    output: bytes
    isolated: bool


class _Collector:
    """Keeps what a program writes, in bounded memory."""

    def __init__(self, limits: Limits, on_line: Callable[[str], None] | None) -> None:
        self.output, self.report, self.complaint = bytearray(), bytearray(), bytearray()
        self.too_much = False
        self._line = bytearray()
        self._most = limits.output
        self._on_line = on_line

    def add_output(self, data: bytes) -> None:
        if self._on_line:
            self._hand_over(data)
        elif len(self.output) + len(data) > self._most:
            self.too_much = True
        else:
            self.output += data

    def add_complaint(self, data: bytes) -> None:
        self.complaint = (self.complaint + data)[-KEPT_COMPLAINTS:]

    def add_report(self, data: bytes) -> None:
        self.report += data

    def end(self) -> None:
        """The last line may lack its end."""
        if self._line:
            self._hand_over(b"\n")

    def _hand_over(self, data: bytes) -> None:
        assert self._on_line is not None
        *lines, remainder = (self._line + data).split(b"\n")
        self._line = bytearray(remainder[:LONGEST_LINE])
        for line in lines:
            self._on_line(line[:LONGEST_LINE].decode("utf-8", "replace").rstrip("\r"))


def find(program: str | Path) -> str:
    """Return the full path of a program; raises `NotInstalledError`."""
    if path := shutil.which(str(program)):
        return path
    name = Path(program).name
    raise NotInstalledError(_("这台服务器没有安装 %(name)s。") % {"name": name})


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """Give an empty private folder for one piece of work; it is gone afterwards.

    A lock says that somebody works there: what a killed process leaves, `sweep` removes.
    """
    root = Path(settings.MEDIA_WORK_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="work-", dir=root))
    try:
        with open(folder / LOCK, "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove the folders of processes that were killed; returns how many there were."""
    removed = 0
    for folder in Path(settings.MEDIA_WORK_ROOT).glob("work-*"):
        with contextlib.suppress(OSError):
            is_young = time.time() - folder.stat().st_mtime < STOPPING_SECONDS
            if not is_young and not _in_use(folder):
                shutil.rmtree(folder)
                removed += 1
    return removed


def _in_use(folder: Path) -> bool:
    try:
        with open(folder / LOCK, "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def run(
    argv: Sequence[str | Path],
    folder: Path,
    limits: Limits | None = None,
    on_line: Callable[[str], None] | None = None,
    environment: dict[str, str] | None = None,
) -> Finished:
    """Run a program in `folder`, which is also its home, and wait for its end.

    `on_line` receives each line of stdout as it comes (then nothing is kept of it); what it
    raises stops the program. Raises `NotInstalledError`, `TimedOutError`, `FailedError` (its kind
    `KilledError` where somebody else ended the program, `NoRoomError` where the disk is full).
    """
    limits = limits or Limits()
    program = find(argv[0])
    reading, writing = os.pipe()
    order = {
        "argv": [program, *map(str, argv[1:])],
        "folder": str(folder),
        "environment": _environment(folder) | (environment or {}),
        "limits": limits.as_rlimits(),
        "niceness": limits.niceness,
        "parent": os.getpid(),
        "report": writing,
    }
    with open(reading, "rb", buffering=0) as report:
        try:
            launcher = subprocess.Popen(
                [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(writing,),
                start_new_session=True,
                env={},
                cwd="/",
            )
        finally:
            os.close(writing)
        collector = _Collector(limits, on_line)
        with _stopped_in_any_case(launcher):
            in_time = _listen(launcher, report, collector, limits.seconds)
    name = Path(program).name
    if not in_time:
        message = _("%(name)s 超过 %(seconds)d 秒还没有完成，已经停止。")
        raise TimedOutError(message % {"name": name, "seconds": limits.seconds})
    return _judge(name, collector, folder)


def _environment(folder: Path) -> dict[str, str]:
    home = str(folder)
    names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **dict.fromkeys(names, home)}


@contextlib.contextmanager
def _stopped_in_any_case(launcher: subprocess.Popen[bytes]) -> Iterator[None]:
    """The launcher kills what it started when it is told to end; it is told here."""
    try:
        yield
    finally:
        launcher.send_signal(signal.SIGTERM)
        try:
            launcher.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            launcher.kill()
            launcher.wait()
        for pipe in (launcher.stdout, launcher.stderr):
            assert pipe is not None
            pipe.close()


def _listen(
    launcher: subprocess.Popen[bytes], report: Any, collector: _Collector, seconds: float
) -> bool:
    """Read until the program has ended or said too much; False when its time was up first."""
    assert launcher.stdout is not None
    assert launcher.stderr is not None
    ends = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(launcher.stdout, selectors.EVENT_READ, collector.add_output)
        selector.register(launcher.stderr, selectors.EVENT_READ, collector.add_complaint)
        selector.register(report, selectors.EVENT_READ, collector.add_report)
        while selector.get_map() and not collector.too_much:
            remaining = ends - time.monotonic()
            ready = selector.select(remaining) if remaining > 0 else []
            if not ready:
                return False
            for key, _events in ready:
                if data := os.read(key.fd, 65_536):
                    key.data(data)
                else:
                    selector.unregister(key.fileobj)
    collector.end()
    return True


def _judge(name: str, collector: _Collector, folder: Path) -> Finished:
    """Turn the end of a program into a result or the one sentence that is shown."""
    complaint = collector.complaint.decode("utf-8", "replace").strip()
    if collector.too_much:
        raise FailedError(_("%(name)s 输出的内容太多，已经停止。") % {"name": name}, 0, complaint)
    ended = json.loads(collector.report or b'{"code": -9, "isolated": false, "missing": false}')
    if ended["missing"]:
        raise NotInstalledError(_("这台服务器不能运行 %(name)s。") % {"name": name})
    if ended["code"] != 0:
        if room.is_said(complaint) or room.is_used_up(folder):
            raise NoRoomError(str(FULL_DISK), ended["code"], complaint)
        error = KilledError if ended["code"] in FROM_OUTSIDE else FailedError
        raise error(_why(name, ended["code"]), ended["code"], complaint)
    if not ended["isolated"]:
        logger.warning("%s could not be kept from the network on this machine", name)
    return Finished(bytes(collector.output), ended["isolated"])


def _why(name: str, code: int) -> str:
    sentences = {
        -signal.SIGXCPU: _("%(name)s 用完了允许的处理器时间，已经停止。"),
        -signal.SIGXFSZ: _("%(name)s 写出的文件太大，已经停止。"),
        -signal.SIGKILL: _("%(name)s 被系统终止，可能是内存不够。"),
    }
    return sentences.get(code, _("%(name)s 没有完成，文件可能已损坏。")) % {"name": name}
