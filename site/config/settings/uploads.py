"""How much an uploaded file may ask of us, where a city wants other figures (`UPLOAD_LIMITS`)."""

from dataclasses import fields

import environ
from django.core.exceptions import ImproperlyConfigured

from media.examine.limits import Limits

NAMES = {field.name for field in fields(Limits)}


def limits(env: environ.Env) -> Limits:
    """Return the limits, with the figures of `UPLOAD_LIMITS` in place of the usual: pages=5000.

    Raises `ImproperlyConfigured` for a name that is no limit, or a figure that is no number.
    """
    figures = env.dict("UPLOAD_LIMITS", default={})
    if wrong := [name for name, figure in figures.items() if not _is_one(name, figure)]:
        raise ImproperlyConfigured(
            f"UPLOAD_LIMITS 写得不对（{'、'.join(wrong)}），应当像 pages=5000,film_bytes=1073741824"
        )
    return Limits(**{name: int(figure) for name, figure in figures.items()})


def _is_one(name: str, figure: str) -> bool:
    return name in NAMES and figure.isascii() and figure.isdigit() and int(figure) > 0
