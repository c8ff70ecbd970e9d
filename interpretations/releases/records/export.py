"""The ledger of a set as a file, and the proof that such a file says what was written (P8)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from interpretations.models import LedgerEntry, PolicyPage
from interpretations.releases.records.ledger import CHUNK, COVERED, content_of, hash_of, lines_of

KEYS = frozenset(("set", *COVERED, "hash"))


class NotAnExport(ValueError):
    """The file cannot be an export; `str()` is the sentence for people."""


def export_of(policy: PolicyPage) -> Iterator[str]:
    """Yield the lines of a set as JSON, a newline after each.

    A line holds `set` (the document's number), what its hash covers, and its hash.
    """
    for entry in lines_of(policy).iterator(chunk_size=CHUNK):
        line = {"set": policy.pk, **content_of(entry), "hash": entry.hash}
        yield json.dumps(line, ensure_ascii=False) + "\n"


@dataclass
class _Set:
    """The lines of a set in the database by their hash, in order, and which of them were shown."""

    policy_id: int
    entries: dict[str, LedgerEntry]
    seen: set[str] = field(default_factory=set)
    latest: int = 0


def compare(lines: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each way in which the file differs from what is in the database.

    Raises `NotAnExport` for what is not the export of one set.
    """
    written: _Set | None = None
    for number, line in _read(lines):
        if written is None:
            written = _set_of(line["set"])
        elif line["set"] != written.policy_id:
            raise NotAnExport(_("第%d行是另一组的，一个文件里只能有一组。") % number)
        if problem := _problem(line, written):
            yield _("第%(number)d行：%(problem)s") % {"number": number, "problem": problem}
        written.seen.add(line["hash"])
    if written is None:
        raise NotAnExport(_("文件里没有台账。"))
    yield from _missing(written)


def _set_of(policy_id: int) -> _Set:
    """Read what the database holds for this set: nothing, for one that is not there."""
    is_possible = 0 < policy_id < 2**63
    policy = PolicyPage.objects.filter(pk=policy_id).first() if is_possible else None
    entries = lines_of(policy) if policy else ()
    return _Set(policy_id, {entry.hash: entry for entry in entries})


def _read(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the object of each line that is not empty."""
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise NotAnExport(_("第%d行不是 JSON。") % number) from error
        if not isinstance(line, dict) or line.keys() != KEYS:
            raise NotAnExport(_("第%d行不是导出的台账：缺少字段，或有多余的字段。") % number)
        if type(line["set"]) is not int or not isinstance(line["hash"], str):
            raise NotAnExport(_("第%d行的组号或校验值不对。") % number)
        yield number, line


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that is said twice: people would read one value, the hash covers the other."""
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name is said twice")
    return values


def _problem(line: dict[str, Any], written: _Set) -> str:
    content = {name: line[name] for name in COVERED}
    if hash_of(content) != line["hash"]:
        return _("内容和它的校验值不符，这一行被改过。")
    if line["hash"] in written.seen:
        return _("和前面的一行重复。")
    entry = written.entries.get(line["hash"])
    if entry is None:
        return _("数据库里这组没有这一行。")
    if content_of(entry) != content:
        return _("数据库里的这一行被改过，和文件不同。")
    if entry.pk < written.latest:
        return _("次序不对，它在前面的一行之前。")
    written.latest = entry.pk
    return ""


def _missing(written: _Set) -> Iterator[str]:
    """What the database holds and the file does not: left out, or written after the export."""
    for line_hash, entry in written.entries.items():
        if line_hash in written.seen:
            continue
        sentence = (
            _("文件里缺少一行：%s。")
            if entry.pk < written.latest
            else _("文件末尾缺少一行，被删去或是导出以后才有的：%s。")
        )
        yield sentence % f"{entry.at.isoformat()} {entry.get_event_display()} {line_hash}"
