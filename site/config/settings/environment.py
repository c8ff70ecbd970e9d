"""The environment as the settings read it: a value that says nothing stops the start."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """django-environ, which says in one sentence which value it cannot read."""

    def get_value(self, var: str, cast: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Return a value of the environment, or the default.

        Raises `ImproperlyConfigured` where it is none of its kind; a number is never negative.
        """
        try:
            value = super().get_value(var, cast, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{var} 写得不对，见 docs/contract.md 的 Settings"
            ) from error
        if cast is int and value < 0:
            raise ImproperlyConfigured(f"{var} 写得不对：不能小于 0")
        return value

    def zone(self, var: str, default: str) -> str:
        """Return the name of a time zone that this machine knows."""
        name = self(var, default=default)
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            sentence = f"{var} 写得不对：没有「{name}」这个时区，应当像 Asia/Shanghai"
            raise ImproperlyConfigured(sentence) from error
        return str(name)
