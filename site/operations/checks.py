"""Settings that the law does not allow, and those without which nobody learns of a fault."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from operations.tidy import LEAST_DAYS


def records_are_kept(**kwargs: Any) -> list[CheckMessage]:
    """Logs are kept for six months at least (Cybersecurity Law of the PRC, article 21, 3)."""
    if settings.RECORDS_KEPT_DAYS >= LEAST_DAYS:
        return []
    sentence = (
        f"RECORDS_KEPT_DAYS 至少是 {LEAST_DAYS}：《网络安全法》第二十一条要求日志留存不少于六个月。"
    )
    return [Error(sentence, id="operations.E001")]


def somebody_is_told(**kwargs: Any) -> list[CheckMessage]:
    """Who holds the machine holds the file of noted ends: mail alone proves a cut tail (P8)."""
    found: list[CheckMessage] = []
    if not settings.LEDGER_WITNESSES:
        sentence = "没有设置 LEDGER_WITNESSES：台账末行只记在本机，被一起改掉就查不出来。"
        found.append(Warning(sentence, id="operations.W001"))
    if not settings.OPERATORS:
        sentence = "没有设置 OPERATORS：备份、核对、台账作证和清理失败了，没有人收到邮件。"
        found.append(Warning(sentence, id="operations.W002"))
    return found
