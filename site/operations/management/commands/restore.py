"""Brings a backup back, proves it, and says what was lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from media.management.one_line import OneLineCommand
from media.trouble import sentence_of
from operations.backup.bring_back import Restored, bring_back
from operations.backup.manifest import BadBackup
from operations.backup.programs import ProgramFailed

SHOWN = 50  # lines of the ledger that are lost; the others are counted


class Command(OneLineCommand):
    help = "恢复：从 DIR（备份文件夹里的一份）恢复空站；每个文件、发布单和台账都核对"
    requires_system_checks = []  # there may be no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="一份备份，如 /backup/2026-11-26T023000"
        )
        parser.add_argument(
            "--replace", action="store_true", help="本站不是空的也恢复，原有的挪到一边"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = bring_back(options["folder"].absolute(), options["replace"])
        except (BadBackup, ProgramFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            told = sentence_of(error) or f"{error.filename or ''} {error.strerror}。"
            raise CommandError(f"没有恢复，原有的都放回了原处：{told}") from error
        self._tell(restored)
        manifest = restored.manifest
        call_command("check_releases", stdout=self.stdout)
        noted = [manifest.head] if manifest.head else []
        call_command("check_ledger", head=noted, stdout=self.stdout)

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(f"恢复到 {manifest.made_at}：{manifest.files} 个文件，每个都和备份时一样")
        for name in manifest.missing:
            self.stdout.write(f"备份时就没有的文件：{name}")
        if not restored.aside:
            self.stdout.write("那以后做的都不在里面")
            return
        places = "、".join(map(str, restored.aside))
        self.stdout.write(f"原有的在 {places}（PostgreSQL 的在名为 before_… 的 schema 里）")
        self.stdout.write(f"丢失的台账：{len(restored.lost)} 行")
        for line in restored.lost[:SHOWN]:
            self.stdout.write(f"  {line}")
