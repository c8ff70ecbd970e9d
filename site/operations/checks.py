"""Settings that the law does not allow."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from operations.tidy import LEAST_DAYS


def records_are_kept(**kwargs: Any) -> list[CheckMessage]:
    """Logs are kept for six months at least (Cybersecurity Law of the PRC, article 21, 3)."""
    if settings.RECORDS_KEPT_DAYS >= LEAST_DAYS:
        return []
    sentence = (
        f"RECORDS_KEPT_DAYS 至少是 {LEAST_DAYS}：《网络安全法》第二十一条要求日志留存不少于六个月。"
    )
    return [Error(sentence, id="operations.E001")]
