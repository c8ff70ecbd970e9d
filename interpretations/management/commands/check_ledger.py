"""Proves the chain of the ledger, or an exported file against it; exit 1 with what is wrong."""

import contextlib
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError

from interpretations.releases.records.export import NotAnExport, compare
from interpretations.releases.records.ledger import verify
from media.management.one_line import OneLineCommand


class Command(OneLineCommand):
    help = "核对台账：每一行都没有被改过、删去或插入；给出导出的文件，就和数据库逐行核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", metavar="FILE", help="后台导出的台账（.jsonl），- 是标准输入"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        try:
            count = self._tell(self._of_file(file) if file else self._of_database())
        except NotAnExport as error:
            raise CommandError(f"{file}：{error}") from error
        except (OSError, UnicodeError) as error:
            raise CommandError(f"读不了 {file}：{error}") from error
        if count:
            raise CommandError(f"台账有 {count} 处不符")
        self.stdout.write("台账相符")

    def _tell(self, problems: Iterator[str]) -> int:
        count = 0
        for problem in problems:
            count += 1
            self.stdout.write(problem)
        return count

    def _of_database(self) -> Iterator[str]:
        for broken_link in verify():
            place = f"台账第 {broken_link.line_id} 行" if broken_link.line_id else "台账"
            release = f"（发布单 {broken_link.release_id}）" if broken_link.release_id else ""
            yield f"{place}{release}：{broken_link.problem.label}"

    def _of_file(self, name: str) -> Iterator[str]:
        with _opened(name) as lines:
            yield from compare(lines)


def _opened(name: str) -> contextlib.AbstractContextManager[TextIO]:
    """Open a file of UTF-8 lines, with or without a mark at its beginning; `-` is stdin."""
    if name == "-":
        return contextlib.nullcontext(sys.stdin)
    return Path(name).open(encoding="utf-8-sig")
