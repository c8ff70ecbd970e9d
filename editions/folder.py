"""One edition's folder: answers are written under a temporary name, then linked."""

import gzip
import json
import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, total_ordering
from pathlib import Path
from tempfile import mkstemp

import brotli

from editions.places import FILES, Form, Place

Headers = list[tuple[str, str]]

logger = logging.getLogger(__name__)

MAKING = "making"
BROTLI_QUALITY = 5  # as fast as gzip's 6, and a fifth smaller
GZIP_LEVEL = 6
# Best first: what a reader takes, and the ending of the file that holds it.
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NAME = re.compile(r"(?P<edition>\d{1,18})\.(?P<day>\d{4}-\d\d-\d\d)\.(?P<stamp>\d{1,11})")


@total_ordering
@dataclass(frozen=True)
class Moment:
    """Of which state an answer is: the edition, and the local day it was read on."""

    edition: int
    day: date

    def __lt__(self, other: "Moment") -> bool:
        return (self.edition, self.day) < (other.edition, other.day)


@dataclass(frozen=True)
class Folder:
    """The folder of one moment. `stamp` is the time of all its files, another in each folder.

    Web servers make validators of a file's time and size, so two editions of a page never
    share one, even of equal size in the same second.
    """

    root: Path
    moment: Moment
    stamp: int

    @classmethod
    @lru_cache(maxsize=64)
    def named(cls, root: Path, name: str) -> "Folder | None":
        """Read a folder's name; None for what is none of ours."""
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        with suppress(ValueError):
            day = date.fromisoformat(match["day"])
            return cls(root, Moment(int(match["edition"]), day), int(match["stamp"]))
        return None

    @cached_property
    def name(self) -> str:
        return f"{self.moment.edition}.{self.moment.day.isoformat()}.{self.stamp}"

    @cached_property
    def path(self) -> Path:
        return self.root / self.name

    @cached_property
    def answers(self) -> Path:
        """Where its answers lie: under their day, so that web servers ask for that of today."""
        return self.path / self.moment.day.isoformat()

    def file_of(self, place: Place) -> str:
        """Where the plain answer of an address lies."""
        return f"{self._answers}/{place.relative}"

    @cached_property
    def _answers(self) -> str:
        return str(self.answers)

    def make(self) -> None:
        (self.path / MAKING).mkdir(parents=True, exist_ok=True)

    def write(self, place: Place, body: bytes) -> bool:
        """Write an answer, plain and packed; say whether it lies there now.

        The plain file comes last: web servers look for it first, so nobody meets half of the
        three. A disk that is full, or a folder that is being deleted, means slower.
        """
        target = self.answers / place.relative
        try:
            # Somebody may have deleted the folder that readers are in.
            self.make()
            target.parent.mkdir(parents=True, exist_ok=True)
            smallest = brotli.compress(body, quality=BROTLI_QUALITY)
            self._put(target.with_name(f"{target.name}.br"), smallest)
            packed = gzip.compress(body, GZIP_LEVEL, mtime=0)
            self._put(target.with_name(f"{target.name}.gz"), packed)
            self._put(target, body)
        except OSError as error:
            logger.warning("edition %s: %s not written: %s", self.name, place.path, error.strerror)
            return False
        return True

    def _put(self, target: Path, data: bytes) -> None:
        descriptor, temporary = mkstemp(dir=self.path / MAKING)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                # nginx runs as another user, of the folder's group.
                os.fchmod(file.fileno(), 0o640)
            os.utime(temporary, (self.stamp, self.stamp))
            with suppress(FileExistsError):
                os.link(temporary, target)
        finally:
            os.unlink(temporary)

    def headers_of(self, form: Form) -> Headers | None:
        """The headers that all written answers of a form have; None before the first."""
        try:
            text = (self.path / f"headers.{form.ending}").read_text("utf-8")
            return [(name, value) for name, value in json.loads(text)]
        except (OSError, ValueError, TypeError):
            # Not there, or cut short where the disk stands: the application answers.
            return None

    def agree_on(self, form: Form, headers: Headers) -> Headers:
        """Take these headers as those of a form, unless somebody was first; return what holds."""
        with suppress(OSError):
            self._put(self.path / f"headers.{form.ending}", json.dumps(headers).encode())
        return self.headers_of(form) or headers

    def link(self, source: Path, name: str) -> None:
        """Let a released file stand here too; it leaves with the edition.

        On another disk, or a full one, it stays where it is and the application sends it.
        """
        target = self.answers / FILES / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.link(source, target)
        except OSError as error:
            logger.info("edition %s: a file was not linked: %s", self.name, error.strerror)
