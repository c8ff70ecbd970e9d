"""Bring a backup back: into an empty site, or in place of one that is put aside."""

import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from editions import pointer
from interpretations.models import LedgerEntry, SchedulerHeartbeat
from media.models import WorkerHeartbeat
from operations.backup.databases import Database, of_this_site
from operations.backup.manifest import BadBackup, Manifest, read_sums, sha256_of, verified
from operations.backup.named_files import FOLDERS, folder_of

ALIVE = timedelta(seconds=60)  # so young a heartbeat means that a service is running
# The group of a folder is that of the one it takes the place of, which nginx may read.
FILE_MODE, FOLDER_MODE = 0o640, 0o750


@dataclass
class Restored:
    """What was brought back, where the old went, and what it had that the backup has not."""

    manifest: Manifest
    aside: Path | None = None
    lost: list[str] = field(default_factory=list)


def bring_back(folder: Path, replace: bool) -> Restored:
    """Restore the site from a verified backup, then migrate; raises `BadBackup` before anything.

    All files are copied and compared beside the old ones first; if anything fails until the
    database is in its place, the old site is put back as it was.
    """
    manifest = verified(folder)
    database = of_this_site()
    _refuse_foreign(manifest)
    filled = not database.is_empty() or any(_has_files(name) for name in FOLDERS)
    _refuse_to_overwrite(filled, replace)
    label = f"{timezone.localtime():%Y%m%d_%H%M%S}"
    aside = settings.VAR_DIR / f"before-{label}"
    prepared = _copy_files(folder)
    # Nobody is sent a written answer of a state that is going.
    pointer.forget()
    moved: list[str] = []
    try:
        if filled:
            _put_aside(database, aside, label, moved)
        database.load(folder / database.file)
    except BaseException:
        _undo(database, aside, label, moved, prepared)
        raise
    for name, copy in prepared.items():
        if folder_of(name).exists():
            folder_of(name).rmdir()  # an empty one
        os.replace(copy, folder_of(name))
    call_command("migrate", verbosity=0, interactive=False)
    result = Restored(manifest, aside if filled else None)
    if filled:
        result.lost = [*_lost(database, aside, label, manifest.head)]
    return result


def _refuse_foreign(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BadBackup(
            f"这份备份是 {manifest.vendor} 的，本站用 {connection.vendor}。请检查 DATABASE_URL。"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise BadBackup(
            f"这份备份是更新的版本做的（{newer[0]}）。请先换到版本 {manifest.version or '更新的'}。"
        )


def _refuse_to_overwrite(filled: bool, replace: bool) -> None:
    if not filled:
        return
    if not replace:
        raise BadBackup("本站不是空的，没有恢复。要替换现有内容就加 --replace，原有的会挪到一边。")
    with suppress(Error):
        since = timezone.now() - ALIVE
        for model in (SchedulerHeartbeat, WorkerHeartbeat):
            if model._default_manager.filter(beat_at__gt=since).exists():
                raise BadBackup("服务还在运行。请先停下全部服务，一分钟后再执行。")


def _has_files(name: str) -> bool:
    folder = folder_of(name)
    return folder.is_dir() and any(folder.iterdir())


def _copy_files(folder: Path) -> dict[str, Path]:
    """Copy every file beside where it belongs and compare it; return the folders by name."""
    prepared = {name: folder_of(name).with_name(f"{name}.restoring") for name in FOLDERS}
    try:
        for name, copy in prepared.items():
            shutil.rmtree(copy, ignore_errors=True)
            copy.mkdir(parents=True, mode=FOLDER_MODE)
            _read_by_the_same(copy, folder_of(name))
        for path, digest in read_sums(folder).items():
            name, _, rest = path.partition("/")
            if rest:
                _copy_file(folder / path, prepared[name] / rest, digest)
    except BaseException:
        for copy in prepared.values():
            shutil.rmtree(copy, ignore_errors=True)
        raise
    return prepared


def _read_by_the_same(copy: Path, folder: Path) -> None:
    """Give a folder the group and mode of another; what is made in it has that group too."""
    if folder.exists():
        found = folder.stat()
        os.chown(copy, -1, found.st_gid)
        copy.chmod(stat.S_IMODE(found.st_mode))


def _copy_file(source: Path, target: Path, digest: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    shutil.copyfile(source, target)
    target.chmod(FILE_MODE)
    if sha256_of(target) != digest:
        raise BadBackup(f"{target} 写下的和备份里的不一样，没有恢复。请检查磁盘。")


def _put_aside(database: Database, aside: Path, label: str, moved: list[str]) -> None:
    aside.mkdir(mode=0o700)
    for name in FOLDERS:
        if folder_of(name).exists():
            os.replace(folder_of(name), aside / name)
            moved.append(name)
    database.put_aside(aside, label)
    moved.append("database")


def _undo(
    database: Database, aside: Path, label: str, moved: list[str], prepared: dict[str, Path]
) -> None:
    """Put the old site back as it was; the copies are not needed."""
    for copy in prepared.values():
        shutil.rmtree(copy, ignore_errors=True)
    if "database" in moved:
        database.put_back(aside, label)
    for name in FOLDERS:
        if name in moved:
            os.replace(aside / name, folder_of(name))
    if moved:
        aside.rmdir()
    connections.close_all()


def _lost(database: Database, aside: Path, label: str, head: str) -> Iterator[str]:
    """Say each line that the old ledger had after the backup was made."""
    events = dict(LedgerEntry.Event.choices)
    for at, event, data in database.later_lines(aside, label, head):
        told = json.loads(data) if isinstance(data, str) else data
        yield f"{str(at)[:16]}  {events.get(event, event)}  {told.get('title', '')}"
