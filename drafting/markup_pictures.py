"""Pictures that stand in the address of an image itself."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

DATA_PICTURE = re.compile(r"data:image/(png|jpeg|jpg|gif|webp)(;base64)?,(.*)", re.DOTALL | re.I)


def picture_of(address: str) -> tuple[str, bytes]:
    """The ending and the bytes of a picture; no bytes where the address leads elsewhere."""
    match = DATA_PICTURE.fullmatch(address.strip())
    return (match[1].lower(), _data(match)) if match else ("", b"")


def _data(match: re.Match[str]) -> bytes:
    """The bytes of a picture that stands in the address itself."""
    if not match[2]:
        return unquote_to_bytes(match[3])
    try:
        return base64.b64decode("".join(match[3].split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
