"""Makes drafts of drafters' files; exit 1 when a file could not be imported."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from interpretations.demo.progress import show
from interpretations.importing import departments, files
from interpretations.importing.departments import Departments
from interpretations.importing.importer import Importer
from interpretations.importing.status import Outcome, Status
from interpretations.models.refusals import Refusal
from media.management.one_line import OneLineCommand

SAID = {
    Status.CREATED: "新建",
    Status.UPDATED: "更新",
    Status.SKIPPED: "跳过",
    Status.FAILED: "失败",
}


class Command(OneLineCommand):
    help = (
        "把 Word、WPS、文本、网页文件导入成草稿：认出文件信息和条款；同一份不会导入两次；"
        "解读和附件跟着同一批里的文件"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="文件或文件夹")
        parser.add_argument("--dry-run", action="store_true", help="只看会导入什么，什么都不写")
        parser.add_argument("--json", action="store_true", help="每个文件一行 JSON")
        parser.add_argument(
            "--department", metavar="SLUG",
            help="导入到哪个部门（部门网址的最后一段）；不写就看发文机关，对不上的归第一个部门",
        )  # fmt: skip
        parser.add_argument(
            "--user", default="", metavar="USERNAME",
            help="以谁的名义起草，这个人不能审这些稿；不写就是第一个管理员",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            importer = self._importer(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        all_files = list(files.found(map(Path, options["paths"])))
        failed = 0
        for done, outcome in enumerate(importer.run(all_files), 1):
            self._tell(outcome, options["json"])
            if not self.stdout.isatty():
                show(self.stderr, done, len(all_files))
            failed += outcome.status is Status.FAILED
        if not all_files:
            raise CommandError("没有找到可以导入的文件")
        if failed:
            raise CommandError(f"{failed} 个文件没有导入，原因见上")

    def _importer(self, options: dict[str, Any]) -> Importer:
        slug, username = options["department"], options["user"]
        department = departments.named(slug) if slug else None
        user = departments.writer(username)
        found = Departments(department, user, is_named=bool(username))
        return Importer(user, found, options["dry_run"])

    def _tell(self, outcome: Outcome, as_json: bool) -> None:
        if as_json:
            line = json.dumps(asdict(outcome), ensure_ascii=False)
        else:
            line = "　".join(_words_of(outcome))
        self.stdout.write(line)
        self.stdout.flush()


def _words_of(outcome: Outcome) -> Iterator[str]:
    """What became of a file, in one line of a terminal."""
    yield SAID[outcome.status]
    yield outcome.file
    if title := outcome.fields.get("title"):
        yield f"「{title}」"
    if outcome.clauses:
        yield f"{len(outcome.clauses)} 条款"
    if outcome.reason:
        yield outcome.reason
