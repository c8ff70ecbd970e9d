"""Forgets records that are old enough; nothing of the ledger."""

from typing import Any

from media.management.one_line import OneLineCommand
from operations.tidy import forget_records


class Command(OneLineCommand):
    help = "清理：送出的通知、登录记录等留满 RECORDS_KEPT_DAYS 天以后删去，台账永远不删"

    def handle(self, *args: Any, **options: Any) -> None:
        for table, count in forget_records().items():
            self.stdout.write(f"{table} {count}")
