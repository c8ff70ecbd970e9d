"""Mails the operators that a unit failed; systemd calls it (`OnFailure=`)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from media.management.one_line import OneLineCommand
from operations.mail_each import mail_each, not_sent

# What runs by a timer -> the page that says what to do when it failed.
PAGES = {
    "policy-backup.service": "docs/runbook/backup.md",
    "policy-check.service": "docs/runbook/differs.md",
    "policy-tidy.service": "docs/runbook/tidy.md",
    "policy-witness.service": "docs/runbook/ledger.md",
}


class Command(OneLineCommand):
    help = "告诉运维人员（OPERATORS）：UNIT 失败了"
    requires_system_checks = []  # whatever else is wrong, this is told

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", metavar="UNIT")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = options["unit"]
        if not settings.OPERATORS:
            raise CommandError("没有设置 OPERATORS，没有人知道它失败了")
        text = (
            f"{settings.BASE_URL} 的 {unit} 失败了。\n"
            f"原因：journalctl -u {unit} -n 50\n怎么办：{PAGES.get(unit, 'docs/operations.zh.md')}"
        )
        if failed := mail_each(f"{unit} 失败", text, settings.OPERATORS):
            raise CommandError(not_sent(failed, settings.OPERATORS))
