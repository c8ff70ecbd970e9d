"""The scheduler's command: releases what is due on the second, delivers the outbox."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from interpretations.models import Release
from interpretations.releases.records import outbox
from interpretations.releases.scheduling import schedule
from interpretations.releases.scheduling.scheduler import Scheduler
from media.management.one_line import OneLineCommand


class Command(OneLineCommand):
    help = "按时发布已签发的发布单，并送出通知；一直运行，--once 处理完到期的就结束"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理完到期的就结束（给 cron 用）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self._once()
        else:
            Scheduler().run()

    def _once(self) -> None:
        now = timezone.now()
        released = schedule.release_due()
        while outbox.deliver_waiting():
            continue
        self.stdout.write(f"发布了 {len(released)} 组")
        # Neither out nor stopped with a reason: the machine was in the way.
        if waiting := Release.objects.due(now).count():
            raise CommandError(
                f"有 {waiting} 组到了时间还没有发布，原因见上面；请过一会儿再执行一次"
            )
