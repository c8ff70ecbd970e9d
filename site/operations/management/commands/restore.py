"""Brings a backup back, proves it, and says what was lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error

from media.management.one_line import OneLineCommand
from media.trouble import sentence_of
from operations.backup.bring_back import NotPutBack, Restored, bring_back
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
        restored = _restored(options["folder"].absolute(), options["replace"])
        self._tell(restored)
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except Exception as error:  # whatever it is: what was restored stays
            raise CommandError(
                f"文件和数据库都恢复了，但没有升级成：{_why(error)}"
                "请执行 manage.py migrate，再执行 check_releases 和 check_ledger。"
            ) from error
        try:
            self._prove(restored)
        except (Error, OSError) as error:
            raise CommandError(
                f"恢复做完了，但没有核对完：{_why(error)}请执行 check_releases 和 check_ledger。"
            ) from error

    def _prove(self, restored: Restored) -> None:
        call_command("check_releases", stdout=self.stdout)
        noted = [restored.manifest.head] if restored.manifest.head else []
        call_command("check_ledger", head=noted, stdout=self.stdout)

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(f"恢复到 {manifest.made_at}：{manifest.files} 个文件，每个都和备份时一样")
        for name in manifest.missing:
            self.stdout.write(f"备份时就没有的文件：{name}")
        if not restored.aside:
            self.stdout.write("那以后做的都不在里面")
            return
        self.stdout.write(f"原有的在 {'、'.join(restored.aside)}")
        if restored.lost is None:
            self.stdout.write("原有的台账读不了，不知道丢失了哪些行")
            return
        self.stdout.write(f"丢失的台账：{len(restored.lost)} 行")
        for line in restored.lost[:SHOWN]:
            self.stdout.write(f"  {line}")


def _restored(folder: Path, replace: bool) -> Restored:
    """Bring a backup back, or say what failed and where the old site is."""
    try:
        return bring_back(folder, replace)
    except BadBackup as error:
        raise CommandError(str(error)) from error
    except NotPutBack as error:
        raise CommandError(
            f"没有恢复：{_why(error.__cause__)}原有的没有全部放回，还在 {error} 里。"
            "请先不要启动服务，把里面的移回原处；没有放回的原因在上面。"
        ) from error
    except (OSError, Error, ProgramFailed) as error:
        raise CommandError(f"没有恢复，原有的都在原处：{_why(error)}") from error


def _why(error: BaseException | None) -> str:
    """Say in one sentence what failed."""
    if error is None:
        return ""
    if sentence := sentence_of(error):
        return sentence
    if isinstance(error, OSError):
        return f"{error.filename or ''} {error.strerror or error}。"
    return f"{' '.join(str(error).split()).rstrip('。')}。"
