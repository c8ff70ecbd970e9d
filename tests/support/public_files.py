"""What the public is answered when it asks for stored files, in whatever manner."""

import re
from typing import Any
from urllib.parse import quote, unquote

from django.test import Client

from media.delivery import delivered

# How a file can be asked for: method, headers, and the status where the public may have it.
MANNERS: dict[str, tuple[str, dict[str, str], int]] = {
    "whole": ("get", {}, 200),
    "head": ("head", {}, 200),
    "range": ("get", {"range": "bytes=0-0"}, 206),
    "end": ("get", {"range": "bytes=-1"}, 206),
    "beyond": ("get", {"range": "bytes=99999999-"}, 416),
    "old range": ("get", {"range": "bytes=0-0", "if_range": '"old"'}, 200),
    "none match": ("get", {"if_none_match": "*"}, 304),
    "match": ("get", {"if_match": '"old"'}, 412),
    "modified": ("get", {"if_modified_since": "Wed, 21 Oct 2099 07:28:00 GMT"}, 304),
    "unmodified": ("get", {"if_unmodified_since": "Wed, 21 Oct 1999 07:28:00 GMT"}, 412),
}
ADDRESS = re.compile(r"/media/([^\s\"'<>&,?]+)")


def ask(client: Client, name: str, manner: str = "whole") -> Any:
    """Ask for a stored file by its name."""
    method, headers, _status = MANNERS[manner]
    return getattr(client, method)(f"/media/{quote(name)}", headers=headers)


def given(client: Client, name: str, manner: str = "whole") -> tuple[int, int | None]:
    """Return 200 where a file was given in this manner, else the status; and the edition.

    A site without snapshots names no edition.
    """
    response = ask(client, name, manner)
    response.getvalue()  # reads to the end, which closes the file
    status = 200 if response.status_code == MANNERS[manner][2] else response.status_code
    edition = response.headers.get("X-Edition")
    return status, edition and int(edition)


def names_in(text: str) -> set[str]:
    """Return the stored files whose addresses a page or an answer of the API tells."""
    return {unquote(name) for name in ADDRESS.findall(text)}


def statuses(instance: Any) -> set[int]:
    """The statuses of all that is delivered of a chart, a tall picture or a recording."""
    return {ask(Client(), name).status_code for name in delivered(instance)}
