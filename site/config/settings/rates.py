"""How often somebody may ask (docs/decisions/0068-how-often-and-how-much.md)."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

FORM = re.compile(r"[1-9]\d{0,6}/(s|min|h|d)")
# Searches and API for one address (a whole office may stand behind it), what is sent to the desk
# for one account, mails for a new password for one address.
USUAL = {"search": "300/min", "api": "600/min", "desk": "600/min", "mails": "30/h"}


def rates(env: environ.Env) -> dict[str, str | None]:
    """Return the rate of each kind by `RATE_<KIND>`, None where that is empty: no limit.

    Raises `ImproperlyConfigured` for what is no rate.
    """
    return {
        kind: _checked(f"RATE_{kind.upper()}", env(f"RATE_{kind.upper()}", default=usual))
        for kind, usual in USUAL.items()
    }


def _checked(name: str, figure: str) -> str | None:
    if figure and not FORM.fullmatch(figure):
        raise ImproperlyConfigured(f"{name} 写得不对，应当像 300/min；不限就留空")
    return figure or None
