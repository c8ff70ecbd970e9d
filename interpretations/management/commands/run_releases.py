"""The scheduler's command: releases what is due on the second, delivers the outbox."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from interpretations.releases.records import outbox
from interpretations.releases.scheduling import schedule
from interpretations.releases.scheduling.scheduler import Scheduler


class Command(BaseCommand):
    help = "按时发布已签发的发布单，并送出通知；一直运行，--once 处理完到期的就结束"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完到期的就结束（给 cron 用）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            released = schedule.release_due()
            while outbox.deliver_waiting():
                continue
            self.stdout.write(f"发布了 {len(released)} 组")
            return
        Scheduler().run()
