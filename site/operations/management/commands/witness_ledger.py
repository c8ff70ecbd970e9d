"""Tells the end of the ledger to the log, a file and people's mail."""

import smtplib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from media.management.one_line import OneLineCommand
from media.trouble import sentence_of
from operations import witness


class Command(OneLineCommand):
    help = "台账作证：把末行记进日志、文件和邮件（LEDGER_WITNESSES）；以前记下的必须都还在"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", metavar="FILE", help="记在这个文件的末尾")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["note"]) if options["note"] else None
        try:
            gone = list(witness.missing(file)) if file else []
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了 {file}：{error}") from error
        if gone:
            raise CommandError(
                f"台账里少了以前记下的 {len(gone)} 行，末尾被删去或整条重写过：{gone[0].detail}"
            )
        end = witness.newest()
        try:
            witness.note(end, file)
        except OSError as error:
            told = sentence_of(error) or f"写不了 {file}（{error.strerror}）"
            raise CommandError(f"末行没有记下：{told}") from error
        self.stdout.write(str(end))
        try:
            count = witness.send(end)
        except (OSError, smtplib.SMTPException) as error:
            reason = type(error).__name__
            raise CommandError(
                f"末行记下了，但邮件没有送出（{reason}）。请检查 EMAIL_URL。"
            ) from error
        self.stdout.write(
            f"邮件送给 {count} 人" if count else "没有设置 LEDGER_WITNESSES，没有送邮件"
        )
