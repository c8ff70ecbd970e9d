"""Proves the promises over the database; exit 1 with the offending rows."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from interpretations.models import Release
from interpretations.releases.audit.public_state import violations_of_site
from media.management.one_line import OneLineCommand


class Command(OneLineCommand):
    help = "核对：公开的每一页是否都与发布单一致；有不符的列出来，退出码 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        # Without a database nothing is wrong with what is public.
        Release.objects.exists()
        count = 0
        for violation in violations_of_site():
            count += 1
            row = violation.as_dict()
            self.stdout.write(
                json.dumps(row, ensure_ascii=False)
                if options["json"]
                else "  ".join(f"{key}={value}" for key, value in row.items() if value)
            )
        if count:
            raise CommandError(f"有 {count} 处不符")
        if not options["json"]:
            self.stdout.write("全部相符")
