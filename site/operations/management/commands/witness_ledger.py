"""Tells the end of the ledger to the log, a file and people's mail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from interpretations.releases.audit.ledger_chain import NothingNoted
from media.management.one_line import OneLineCommand
from media.trouble import sentence_of
from operations import witness
from operations.mail_each import not_sent


class Command(OneLineCommand):
    help = "台账作证：把末行记进日志、文件和邮件（LEDGER_WITNESSES）；以前记下的必须都还在"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", metavar="FILE", help="记在这个文件的末尾")

        parser.add_argument(
            "--begin", action="store_true", help="这个文件不在，是第一次记，或者要重新开始"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["note"]) if options["note"] else None
        if file:
            self._look(file, options["begin"])
        end = witness.newest()
        try:
            witness.note(end, file)
        except OSError as error:
            told = sentence_of(error) or f"写不了 {file}（{error.strerror}）"
            raise CommandError(f"末行没有记下：{told}") from error
        self.stdout.write(str(end))
        self._send(end)

    def _look(self, file: Path, begins: bool) -> None:
        """Refuse to note anything over a ledger that lost a noted line."""
        try:
            gone = list(witness.missing(file))
        except NothingNoted as error:
            if not begins:
                raise CommandError(str(error)) from error
            return
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了 {file}：{error}") from error
        if gone:
            raise CommandError(
                f"台账里少了以前记下的 {len(gone)} 行，末尾被删去或整条重写过：{gone[0].detail}"
            )

    def _send(self, end: witness.End) -> None:
        failed = witness.send(end)
        if failed:
            told = not_sent(failed, settings.LEDGER_WITNESSES)
            raise CommandError(f"末行记下了，但{told}")
        count = len(settings.LEDGER_WITNESSES)
        self.stdout.write(
            f"邮件送给 {count} 人" if count else "没有设置 LEDGER_WITNESSES，没有送邮件"
        )
