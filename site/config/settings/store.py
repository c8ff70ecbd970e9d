"""Where uploaded files and what is made of them are kept (`MEDIA_STORE_URL`)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def store(env: environ.Env, usual: Path) -> Path:
    """Return the folder of `media` and `originals`: that of `MEDIA_STORE_URL`, or the usual one.

    Raises `ImproperlyConfigured` for what is no `file:` address of a folder that is there: a
    machine whose shared disk is missing would begin a store of its own.
    """
    address = env("MEDIA_STORE_URL", default="")
    if not address:
        return usual
    parts = urlsplit(address)
    folder = Path(unquote(parts.path))
    is_plain = not (parts.netloc or parts.query or parts.fragment)
    if parts.scheme != "file" or not is_plain or not folder.is_absolute():
        raise ImproperlyConfigured("MEDIA_STORE_URL 写得不对，应当像 file:///srv/shared/policy")
    if not folder.is_dir():
        raise ImproperlyConfigured(f"MEDIA_STORE_URL 写的文件夹 {folder} 不在，请先挂上共享磁盘")
    return folder
