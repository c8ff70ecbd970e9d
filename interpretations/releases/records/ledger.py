"""The ledger: one line for everything that happened to a set, chained, never changed (P8).

Each line carries the hash of the line before it, and the hash of the newest stands in
`LedgerHead`: what is changed, removed or slipped in afterwards no longer fits.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from interpretations.models import LedgerEntry, LedgerHead, PolicyPage, Release, ReleaseItem
from interpretations.releases.records import facts

# What the hash of a line covers, in this order.
COVERED = ("previous", "release", "policy", "event", "at", "who", "why", "data")
CHUNK = 2000


class ChainProblem(models.TextChoices):
    """Where the chain is broken."""

    ALTERED = "ledger line altered", _("内容和它的校验值不符，这一行被改过")
    LOOSE = "ledger line does not follow the one before", _("接不上前一行，这里有删去或插入的行")
    END = "ledger does not end at its head", _("末尾接不上，最后的行被删去或添上")
    NOTED = "a noted line is not in the ledger", _("以前记下的一行已经不在，末尾被删去或整条重写过")


@dataclass(frozen=True)
class ChainViolation:
    """One place where the chain is broken; `line_id` is None for a ledger that was emptied."""

    problem: ChainProblem
    line_id: int | None = None
    release_id: int | None = None


@transaction.atomic(savepoint=False)
def write(
    release: Release | None,
    event: str,
    who: str = "",
    why: str = "",
    *,
    policy: PolicyPage | None = None,
    **data: Any,
) -> LedgerEntry:
    """Append one line; that of a release tells its kind, its members, and how far it has come.

    Written after what it tells: the release is read as it stands now.

    `policy` is for a line about a set without a release, or about another set than its own.
    """
    # Before the line exists: its time and its number are later than those of the one before.
    head = _locked_head()
    if release is not None:
        data.update(facts.told(release, release.items.select_related("exemption")))
    elif policy is not None:
        data.setdefault("title", policy.title)
    entry = LedgerEntry(release=release, policy=policy, event=event, who=who, why=why, data=data)
    if release is not None and policy is None:
        entry.policy_id = release.policy_id
    _chain(head, [entry])
    return entry


@transaction.atomic(savepoint=False)
def append_many(entries: Sequence[LedgerEntry]) -> None:
    """Append lines that are complete but for their place in the chain."""
    _chain(_locked_head(), entries)


def _locked_head() -> LedgerHead:
    """Return the head under a row lock; on SQLite the transaction has the only write lock."""
    heads = LedgerHead.objects.select_for_update().filter(pk=LedgerHead.THE_ONE)
    head = heads.first()
    if head is None:
        first = LedgerHead(pk=LedgerHead.THE_ONE, hash="")
        # Another writer may be the first: then this one waits, and reads what that one wrote.
        LedgerHead.objects.bulk_create([first], ignore_conflicts=True)
        head = heads.get()
    return head


def _chain(head: LedgerHead, entries: Sequence[LedgerEntry]) -> None:
    for entry in entries:
        # As the database gives it back: keys are texts, tuples are lists.
        entry.data = json.loads(json.dumps(entry.data))
        entry.previous = head.hash
        head.hash = entry.hash = hash_of(content_of(entry))
    LedgerEntry.objects.bulk_create(entries)
    head.save(update_fields=["hash"])


def content_of(entry: LedgerEntry) -> dict[str, Any]:
    """Return what the hash of a line covers, as JSON has it."""
    return {
        "previous": entry.previous,
        "release": entry.release_id,
        "policy": entry.policy_id,
        "event": str(entry.event),
        "at": facts.moment(entry.at),
        "who": entry.who,
        "why": entry.why,
        "data": entry.data,
    }


def hash_of(content: dict[str, Any]) -> str:
    """Return the hex SHA-256 over a JSON array of what is covered: sorted keys, no spaces."""
    text = json.dumps(
        [content[name] for name in COVERED],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    # Half a character can come from a doctored file; it has a hash as well, a wrong one.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def lines_of(policy: PolicyPage) -> QuerySet[LedgerEntry]:
    """Return the lines of a set in order: its own, and those of every release that names it."""
    releases = ReleaseItem.objects.filter(policy=policy).values("release")
    return LedgerEntry.objects.filter(Q(policy=policy) | Q(release__in=releases)).order_by("pk")


def head_hash() -> str:
    """Return the hash of the newest line, to be noted outside this table; empty without lines."""
    head = LedgerHead.objects.filter(pk=LedgerHead.THE_ONE).first()
    return head.hash if head else ""


def verify() -> Iterator[ChainViolation]:
    """Yield every place where the chain of the whole ledger is broken."""
    # In one statement with the lines: what is written meanwhile is in neither.
    head = LedgerHead.objects.filter(pk=LedgerHead.THE_ONE).values("hash")
    lines = LedgerEntry.objects.order_by("pk").annotate(head=Subquery(head))
    line, previous = None, ""
    for line in lines.iterator(chunk_size=CHUNK):
        if hash_of(content_of(line)) != line.hash:
            yield ChainViolation(ChainProblem.ALTERED, line.pk, line.release_id)
        if line.previous != previous:
            yield ChainViolation(ChainProblem.LOOSE, line.pk, line.release_id)
        previous = line.hash
    if line is not None:
        if line.head != line.hash:
            yield ChainViolation(ChainProblem.END, line.pk, line.release_id)
    elif LedgerHead.objects.exclude(hash="").exclude(Exists(LedgerEntry.objects.all())).exists():
        yield ChainViolation(ChainProblem.END)
