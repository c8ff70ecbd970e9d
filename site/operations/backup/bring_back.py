"""Bring a backup back: into an empty site, or in place of one that is put aside."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from editions import pointer
from interpretations.models import LedgerEntry, SchedulerHeartbeat
from media.models import WorkerHeartbeat
from operations.backup.databases import Database, of_this_site
from operations.backup.exchange import Exchange
from operations.backup.manifest import BadBackup, Manifest, read_sums, verified
from operations.backup.named_files import FOLDERS, folder_of

ALIVE = timedelta(seconds=60)  # so young a heartbeat means that a service is running


@dataclass
class Restored:
    """What was brought back, where the old database and files went, and what only that has."""

    manifest: Manifest
    aside: list[Path] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def bring_back(folder: Path, replace: bool) -> Restored:
    """Restore the site from a verified backup, then migrate; raises `BadBackup` before anything.

    All files are copied and compared beside the old ones first. The database comes last, all of
    it or nothing: if anything fails until then, the old site is put back as it was.
    """
    manifest = verified(folder)
    database = of_this_site()
    _refuse_foreign(manifest)
    label = f"{timezone.localtime():%Y%m%d_%H%M%S}"
    stores = {name: Exchange(folder_of(name), label) for name in FOLDERS}
    filled = not database.is_empty() or any(store.has_files() for store in stores.values())
    _refuse_to_overwrite(filled, replace)
    aside = database.home / f"before-{label}"
    _copy_files(folder, stores)
    # Nobody is sent a written answer of a state that is going.
    pointer.forget()
    with ExitStack() as undoing:
        undoing.callback(connections.close_all)
        for store in stores.values():
            undoing.callback(store.undo)
            store.swap()
        if filled:
            aside.mkdir(mode=0o700)
            undoing.callback(aside.rmdir)
            database.put_aside(aside, label)
            undoing.callback(database.put_back, aside, label)
        database.load(folder / database.file)
        undoing.pop_all()
    _migrate()
    result = Restored(manifest)
    if filled:
        old_files = [store.aside for store in stores.values() if store.aside.exists()]
        result.aside = [aside, *old_files]
        result.lost = [*_lost(database, aside, label, manifest.head)]
    return result


def _migrate() -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Error as error:
        raise BadBackup(
            "文件和数据库都恢复了，但没有升级成。请执行 manage.py migrate，再执行 check_releases。"
        ) from error


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


def _copy_files(folder: Path, stores: dict[str, Exchange]) -> None:
    """Copy every file beside where it belongs and compare it."""
    with ExitStack() as undoing:
        for store in stores.values():
            undoing.callback(store.forget)
            store.prepare()
        for path, digest in read_sums(folder).items():
            name, _, rest = path.partition("/")
            if rest:
                stores[name].copy(folder / path, rest, digest)
        undoing.pop_all()


def _lost(database: Database, aside: Path, label: str, head: str) -> Iterator[str]:
    """Say each line that the old ledger had after the backup was made."""
    events = dict(LedgerEntry.Event.choices)
    for at, event, data in database.later_lines(aside, label, head):
        told = json.loads(data) if isinstance(data, str) else data
        yield f"{str(at)[:16]}  {events.get(event, event)}  {told.get('title', '')}"
