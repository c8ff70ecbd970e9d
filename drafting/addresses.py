"""Which links are kept: those of the web and of mail."""

import re

KEPT = re.compile(r"(?:https?://[^\s<>\"]+|mailto:[^\s<>\"@]+@[^\s<>\"]+)", re.IGNORECASE)


def kept_address(target: str) -> str:
    """The address where it is one of the web or of mail, else ''."""
    target = target.strip()
    return target if KEPT.fullmatch(target) else ""
