"""Save the running site: database and files of one moment, each file read back and compared."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from interpretations.models import Edition, LedgerEntry
from interpretations.reading.snapshot import public_read
from interpretations.releases.records.ledger import head_hash
from operations.backup.databases import of_this_site
from operations.backup.manifest import (
    PIECE,
    UNFINISHED,
    BadBackup,
    Manifest,
    finished,
    read_sums,
    sha256_of,
    write_sums,
)
from operations.backup.named_files import named_files, source_of

TRIES = 3  # how often a moment is taken anew because a file of it was deleted meanwhile
MARK = "last-backup"  # in var/: when the last one was finished, in seconds since 1970


@dataclass(frozen=True)
class Moment:
    """What one snapshot of the database says."""

    edition: int
    head: str
    lines: int
    migrations: list[str]
    names: set[str]


def back_up(folder: Path) -> tuple[Path, Manifest]:
    """Write a new backup into `folder`; return where it is and what it says of itself.

    It is called `<time>.unfinished` until every file was read back. Raises `OSError`,
    `ProgramFailed`, and `BadBackup` where a copy cannot be trusted.
    """
    made_at = timezone.localtime()
    earlier = _newest(folder)
    target = folder / (_name(folder, made_at) + UNFINISHED)
    for last in range(TRIES):
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True, mode=0o700)
        moment = _save_database(target / of_this_site().file)
        sums, missing = _save_files(target, moment.names, earlier)
        # Named by the moment, gone, and not named any more: deleted while this ran.
        if not missing.difference(named_files()) or last == TRIES - 1:
            break
    sums[of_this_site().file] = sha256_of(target / of_this_site().file)
    size = sum((target / name).stat().st_size for name in sums)
    manifest = Manifest(
        made_at=made_at.isoformat(timespec="seconds"), version=code_version(),
        vendor=connection.vendor, edition=moment.edition, head=moment.head, lines=moment.lines,
        migrations=moment.migrations, sums=write_sums(target, sums), files=len(sums), size=size,
        missing=sorted(missing),
    )  # fmt: skip
    manifest.write(target)
    os.sync()
    done = target.with_name(target.name.removesuffix(UNFINISHED))
    target.rename(done)
    return done, manifest


def note_done() -> None:
    """Note for `/metrics` that a backup was finished now."""
    # Where database and files are elsewhere, nothing else has made it.
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    (settings.VAR_DIR / MARK).write_text(f"{timezone.now().timestamp():.0f}\n", encoding="utf-8")


def forget_unfinished(folder: Path) -> None:
    """Delete what an earlier run that was cut short left there."""
    for path in folder.glob(f"*{UNFINISHED}"):
        shutil.rmtree(path)


def forget_old(folder: Path, keep: int) -> Iterator[Path]:
    """Delete the oldest finished backups beyond `keep`; yield each that is gone."""
    for path in finished(folder)[:-keep]:
        shutil.rmtree(path)
        yield path


def code_version() -> str:
    """Return the commit of this code, or nothing where it did not come by git."""
    command = ["git", "rev-parse", "HEAD"]
    with suppress(OSError):
        run = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
        return run.stdout.strip() if run.returncode == 0 else ""
    return ""


def _save_database(path: Path) -> Moment:
    with public_read():
        of_this_site().save(path)
        applied = MigrationRecorder(connection).applied_migrations()
        return Moment(
            edition=Edition.current(),
            head=head_hash(),
            lines=LedgerEntry.objects.count(),
            migrations=sorted(f"{app}.{name}" for app, name in applied),
            names=named_files(),
        )


def _save_files(
    target: Path, names: set[str], earlier: tuple[Path, dict[str, str]]
) -> tuple[dict[str, str], set[str]]:
    """Store each named file; return their digests, and the names that have no file."""
    sums, missing = {}, set()
    for name in sorted(names):
        try:
            sums[name] = _store(source_of(name), target / name, earlier, name)
        except FileNotFoundError:
            missing.add(name)
    return sums, missing


def _store(source: Path, target: Path, earlier: tuple[Path, dict[str, str]], name: str) -> str:
    """Store one file and read it back; a file like that of the last backup shares its space."""
    folder, known = earlier
    digest = sha256_of(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    if known.get(name) == digest:
        with suppress(OSError):
            os.link(folder / name, target)
            if sha256_of(target) == digest:
                return digest
        target.unlink(missing_ok=True)
    digest = _copy(source, target)
    if sha256_of(target) != digest:
        raise BadBackup(f"{target} 写下的和读到的不一样。请检查 {target.parent} 所在的磁盘。")
    return digest


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("xb") as writing:
        while piece := reading.read(PIECE):
            digest.update(piece)
            writing.write(piece)
    return digest.hexdigest()


def _newest(folder: Path) -> tuple[Path, dict[str, str]]:
    """The last finished backup and its digests: nothing where there is none."""
    for path in reversed(finished(folder)):
        with suppress(OSError):
            return path, read_sums(path)
    return folder, {}


def _name(folder: Path, at: datetime) -> str:
    """A name that sorts by time and that nothing has yet."""
    name = f"{at:%Y-%m-%dT%H%M%S}"
    others = len([*folder.glob(f"{name}*")])
    return f"{name}-{others}" if others else name
