"""Proves the ledger, and rows or an exported file against it; exit 1 with what is wrong."""

import contextlib
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError

from interpretations.models import LedgerEntry
from interpretations.releases.audit.damage import listed
from interpretations.releases.audit.ledger_chain import (
    OF_THE_LEDGER,
    NothingNoted,
    heads_in,
    missing_heads,
)
from interpretations.releases.audit.ledger_lines import LineProblem
from interpretations.releases.promises.violation import Violation
from interpretations.releases.records.export import NotAnExport, compare
from interpretations.releases.records.ledger import ChainProblem, head_hash
from media.management.one_line import OneLineCommand
from media.trouble import sentence_of


class Command(OneLineCommand):
    help = (
        "核对台账：每一行都没有被改过、删去或插入，发布单都和它一致；"
        "给出导出的文件，就和数据库逐行核对"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", metavar="FILE", help="后台导出的台账（.jsonl），- 是标准输入"
        )
        parser.add_argument(
            "--head", action="append", default=[], metavar="HASH",
            help="以前记下的校验值（邮件、备份里的），必须还是台账里的一行；可以给多次",
        )  # fmt: skip
        parser.add_argument(
            "--noted", metavar="FILE",
            help="记下校验值的文件（--note 或 witness_ledger 写的），每一个都必须还在",
        )  # fmt: skip
        parser.add_argument("--note", metavar="FILE", help="相符时把末行的校验值写进这个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        try:
            of_rows = self._of_file(file) if file else self._of_database(_heads(options))
            count = self._tell(of_rows)
        except NotAnExport as error:
            raise CommandError(f"{file}：{error}") from error
        except (OSError, UnicodeError) as error:
            raise CommandError(f"读不了 {file}：{error}") from error
        if count:
            raise CommandError(f"台账有 {count} 处不符")
        if options["note"]:
            _note(options["note"])
        self.stdout.write("台账相符")

    def _tell(self, problems: Iterator[str]) -> int:
        count = 0
        for problem in problems:
            count += 1
            self.stdout.write(problem)
        return count

    def _of_database(self, heads: list[str]) -> Iterator[str]:
        # Without a database nothing is wrong with the ledger.
        LedgerEntry.objects.exists()
        for check in (*OF_THE_LEDGER, partial(missing_heads, heads)):
            for violation in listed(check):
                yield _sentence(violation)

    def _of_file(self, name: str) -> Iterator[str]:
        with _opened(name) as lines:
            yield from compare(lines)


def _heads(options: dict[str, Any]) -> list[str]:
    """The hashes that were noted, on the command line and in a file."""
    heads = list(options["head"])
    if file := options["noted"]:
        try:
            heads += heads_in(Path(file))
        except NothingNoted as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了 {file}：{error}") from error
    return heads


def _note(file: str) -> None:
    try:
        Path(file).write_text(f"{head_hash()}\n", encoding="utf-8")
    except OSError as error:
        told = sentence_of(error) or f"写不了 {file}（{error.strerror}）"
        raise CommandError(f"台账相符，但校验值没有记下：{told}") from error


def _sentence(violation: Violation) -> str:
    """Say where, and what is wrong there."""
    release = f"发布单 {violation.release_id}" if violation.release_id else ""
    page = f"页面 {violation.page_id}" if violation.page_id else ""
    problem, detail = violation.problem, violation.detail
    if problem in ChainProblem.values:
        kind = "校验值 {}" if problem == ChainProblem.NOTED else "台账第 {} 行"
        line = kind.format(detail) if detail else "台账"
        place = f"{line}（{release}）" if release else line
        return f"{place}：{ChainProblem(problem).label}"
    return f"{release or page or '台账'}：{LineProblem(problem).label}（{_named(detail)}）"


def _named(detail: str) -> str:
    """An event by its name; a column as it is called in the database."""
    event = LedgerEntry.Event
    return str(event(detail).label) if detail in event.values else detail


def _opened(name: str) -> contextlib.AbstractContextManager[TextIO]:
    """Open a file of UTF-8 lines, with or without a mark at its beginning; `-` is stdin."""
    if name == "-":
        return contextlib.nullcontext(sys.stdin)
    return Path(name).open(encoding="utf-8-sig")
