"""The end of the ledger, told to places that nobody who holds the database can change (P8).

Whoever cuts the newest lines, and mends the rest, leaves a ledger that fits: only a line that was
noted elsewhere shows that it is gone. It is noted in the log, in a file, and in people's mail.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from interpretations.models import LedgerEntry
from interpretations.releases.audit.ledger_chain import heads_in, missing_heads
from interpretations.releases.promises.violation import Violation
from operations.mail_each import mail_each

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class End:
    """The newest line of the ledger, and how many there are; no hash for an empty one."""

    at: datetime
    lines: int
    head: str

    def __str__(self) -> str:
        return f"{self.at.isoformat(timespec='seconds')} {self.lines} {self.head}"


def newest() -> End:
    """Read where the ledger ends now."""
    last = LedgerEntry.objects.order_by("-pk").values_list("pk", "hash").first()
    number, head = last or (0, "")
    # Counted up to that line: what is written meanwhile is in neither.
    lines = LedgerEntry.objects.filter(pk__lte=number).count()
    return End(timezone.localtime(), lines, head)


def missing(file: Path) -> Iterator[Violation]:
    """Yield each end that was noted in this file and that no line has any more."""
    yield from missing_heads(heads_in(file))


def note(end: End, file: Path | None) -> None:
    """Write an end into the log and at the end of a file."""
    logger.info("ledger ends at %s", end)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{end}\n")


def send(end: End) -> dict[str, str]:
    """Mail an end to `LEDGER_WITNESSES`; return to whom it was not sent, and why."""
    subject = _("台账末行：%d 行") % end.lines
    text = _(
        "%(end)s\n\n以上是 %(site)s 台账现在的末行：时间、行数、校验值。请保留这封邮件："
        "以后用 check_ledger --head 加上校验值，就能证明台账到这一行没有被删去或改过。"
    ) % {"end": end, "site": settings.BASE_URL}
    return mail_each(subject, text, settings.LEDGER_WITNESSES)
