"""The proof over the ledger itself: one chain, up to every line that was noted elsewhere (P8)."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from interpretations.models import LedgerEntry, OutboxMessage
from interpretations.releases.audit.ledger_lines import line_violations
from interpretations.releases.audit.questions import ask
from interpretations.releases.promises.violation import Violation
from interpretations.releases.records import ledger

A_DAY = timedelta(days=1)
# A hash at the end of a line, alone or after what else was noted.
NOTED = re.compile(r"(?:^|\s)([0-9a-f]{64})$")


class NothingNoted(Exception):
    """A file of noted ends that should say something says nothing; says so in one sentence."""


def chain_violations() -> Iterator[Violation]:
    """Yield each line that is not as it was written, and each gap."""
    for broken_link in ledger.verify():
        yield Violation(
            "P8",
            broken_link.problem.value,
            release_id=broken_link.release_id,
            detail=str(broken_link.line_id or ""),
        )


def noted_violations() -> Iterator[Violation]:
    """Yield each line that a mail tells of and that is not in the ledger."""
    yield from _missing(head for (head,) in ask(_mailed))


def missing_heads(heads: Iterable[str]) -> Iterator[Violation]:
    """Yield each of these hashes, noted outside the database, that no line has."""
    noted = list(heads)
    known = LedgerEntry.objects.filter(hash__in=noted).values_list("hash", flat=True)
    yield from _missing(set(noted).difference(known))


def noted_heads(text: str) -> list[str]:
    """Return the hashes in a file that `check_ledger --note` or `witness_ledger` wrote.

    Raises `ValueError` for a line that neither wrote: a file that says nothing proves nothing.
    """
    heads = []
    for number, line in enumerate(text.splitlines(), start=1):
        if found := NOTED.search(line.strip()):
            heads.append(found[1])
        elif line.strip() and not line.strip().endswith(" 0"):  # an empty ledger has no hash
            raise ValueError(f"第 {number} 行不是记下的校验值")
    return heads


def heads_in(file: Path) -> list[str]:
    """Return the hashes in a file that the daily witness writes; see `noted_heads`.

    Raises `NothingNoted` where the file is away or empty and the ledger has lines from before
    the last day: somebody took away what a cut tail would be found by.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    if not text.strip() and LedgerEntry.objects.filter(at__lt=timezone.now() - A_DAY).exists():
        raise NothingNoted(
            f"{file} 不在或是空的，台账却不是今天才有的：没有以前记下的末行，末尾被删去查不出来。"
            "请找回它；确实是第一次，或者要重新开始，就执行 witness_ledger --begin --note。"
        )
    return noted_heads(text)


def _missing(heads: Iterable[str]) -> Iterator[Violation]:
    for head in sorted(heads):
        yield Violation("P8", ledger.ChainProblem.NOTED.value, detail=head)


def _mailed() -> QuerySet:
    """Heads in mails that no line has."""
    line = LedgerEntry.objects.filter(hash=OuterRef("head"))
    mails = OutboxMessage.objects.filter(payload__has_key="head").annotate(head=KT("payload__head"))
    return mails.exclude(Exists(line)).values_list("head")


OF_THE_LEDGER = (chain_violations, noted_violations, line_violations)
