"""Saves the running site into a folder, then proves what was saved."""

import fcntl
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error

from media import disk
from media.management.one_line import OneLineCommand
from media.trouble import sentence_of
from operations.backup.manifest import BadBackup, Manifest, finished, read_manifest
from operations.backup.programs import ProgramFailed
from operations.backup.save import back_up, forget_old, forget_unfinished, note_done


class Command(OneLineCommand):
    help = "备份：同一时刻的数据库和文件，存进 DIR/<时间>，逐个文件读回核对，再核对发布单和台账"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="放备份的文件夹")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="做完以后只留最近 N 份，更早的删去；不写就都留着"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, keep = options["folder"].absolute(), options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep 至少是 1")
        os.umask(0o077)  # not all of it is public yet
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _alone(folder):
                self._back_up(folder, keep)
        except (BadBackup, ProgramFailed) as error:
            raise CommandError(f"备份没有做完：{error}") from error
        except OSError as error:
            raise CommandError(f"备份没有做完：{_sentence(error, folder)}") from error

    def _back_up(self, folder: Path, keep: int | None) -> None:
        heads = list(_heads(folder))
        forget_unfinished(folder)
        path, manifest = back_up(folder)
        self.stdout.write(
            f"{path}：{manifest.files} 个文件，{manifest.size // disk.MEGABYTE} MB，"
            f"台账 {manifest.lines} 行，末行 {manifest.head or '（空）'}"
        )
        for name in manifest.missing:
            self.stdout.write(f"数据库里有、磁盘上没有：{name}")
        try:
            note_done()
            self._prove(heads, manifest)
            for old in forget_old(folder, keep) if keep else ():
                self.stdout.write(f"删去 {old}")
        except (Error, OSError) as error:
            told = _sentence(error, folder) if isinstance(error, OSError) else sentence_of(error)
            raise CommandError(f"备份做完了，后面的没有做完：{told or error}") from error

    def _prove(self, heads: list[str], manifest: Manifest) -> None:
        call_command("check_releases", stdout=self.stdout)
        call_command("check_ledger", head=heads, stdout=self.stdout)
        if manifest.missing:
            raise CommandError(f"备份做完了，但本站缺 {len(manifest.missing)} 个文件")


def _heads(folder: Path) -> Iterator[str]:
    """The ends of the ledger that the backups there noted: each must still be one of its lines."""
    for path in finished(folder):
        with suppress(BadBackup):
            if head := read_manifest(path).head:
                yield head


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time into a folder; the system takes the lock from a killed one."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadBackup(f"另一次备份正在写 {folder}。") from error
        yield


def _sentence(error: OSError, folder: Path) -> str:
    free = os.statvfs(next(path for path in (folder, *folder.parents) if path.exists()))
    left = free.f_bavail * free.f_frsize // disk.MEGABYTE
    if disk.is_full(error):
        return f"{folder} 或本站所在的磁盘满了（前者还有 {left} MB）。请腾出空间，再执行一次。"
    return f"{error.strerror or error}（{error.filename or folder}，磁盘还有 {left} MB）"
