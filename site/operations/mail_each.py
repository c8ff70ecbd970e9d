"""Mail to several people, each alone: one who cannot be reached keeps nobody else from knowing."""

import smtplib
from collections.abc import Iterable

from django.core.mail import EmailMessage


def mail_each(subject: str, text: str, people: Iterable[str]) -> dict[str, str]:
    """Send one message to each address; return those it was not sent to, and why."""
    failed = {}
    for address in people:
        try:
            EmailMessage(subject, text, None, [address]).send()
        # ValueError: what stands in the settings is no address.
        except (OSError, smtplib.SMTPException, ValueError) as error:
            failed[address] = type(error).__name__
    return failed


def not_sent(failed: dict[str, str], people: list[str]) -> str:
    """Say to whom it was not sent, and whether the others were told."""
    told = "、".join(f"{address}（{reason}）" for address, reason in failed.items())
    others = "；其余的都送了" if len(failed) < len(set(people)) else ""
    return f"邮件没有送出：{told}。请检查这些地址和 EMAIL_URL{others}。"
