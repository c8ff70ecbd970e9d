"""Bring a backup back: into an empty site, or in place of one that is put aside."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

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

logger = logging.getLogger(__name__)
EVENTS = dict(LedgerEntry.Event.choices)
# What puts a part of the old site back, and where that part lies until then.
Step = tuple[Callable[[], object], str]
ALIVE = timedelta(seconds=60)  # so young a heartbeat means that a service is running


@dataclass
class Restored:
    """What was brought back, where the old database and files went, and what only that has."""

    manifest: Manifest
    aside: list[str] = field(default_factory=list)
    lost: list[str] | None = field(default_factory=list)  # None: that cannot be read


class NotPutBack(Exception):
    """The restore failed, and part of the old site is not in its place; says where that lies."""


def bring_back(folder: Path, replace: bool) -> Restored:
    """Restore the site from a verified backup; raises `BadBackup` before anything.

    All files are copied and compared beside the old ones first. The database comes last, all of
    it or nothing: if anything fails until then, the old site is put back as it was, and what
    failed is raised; `NotPutBack` from it, where putting back failed too.
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
    with _all_or_nothing() as put_back:
        put_back += [(store.undo, str(store.aside)) for store in stores.values()]
        # Nobody is sent a written answer of a state that is going.
        pointer.forget()
        for store in stores.values():
            store.swap()
        if filled:
            aside.mkdir(mode=0o700)
            put_back.append((aside.rmdir, str(aside)))
            database.put_aside(aside, label)
            undo = partial(database.put_back, aside, label)
            put_back.append((undo, database.place_of(aside, label)))
        database.load(folder / database.file)
    for store in stores.values():
        store.forget()
    if not filled:
        return Restored(manifest)
    old_files = [str(store.aside) for store in stores.values() if store.aside.exists()]
    places = [database.place_of(aside, label), *old_files]
    return Restored(manifest, places, _lost(database, aside, label, manifest.head))


@contextmanager
def _all_or_nothing() -> Iterator[list[Step]]:
    """Undo the steps, each of them whatever becomes of the others, if something fails."""
    steps: list[Step] = []
    try:
        yield steps
    except BaseException as error:
        connections.close_all()
        left = [place for undo, place in reversed(steps) if not _is_undone(undo)]
        if left:
            raise NotPutBack("、".join(dict.fromkeys(left))) from error
        raise


def _is_undone(undo: Callable[[], object]) -> bool:
    try:
        undo()
    except (OSError, Error):
        logger.exception("restore: not put back")
        return False
    return True


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


def _lost(database: Database, aside: Path, label: str, head: str) -> list[str] | None:
    """Say each line that the old ledger had after the backup was made; None: it is unreadable."""
    try:
        return [_told(*line) for line in database.later_lines(aside, label, head)]
    except (Error, ValueError):
        return None


def _told(at: object, event: str, data: Any) -> str:
    told = json.loads(data) if isinstance(data, str) else data
    return f"{str(at)[:16]}  {EVENTS.get(event, event)}  {told.get('title', '')}"
