"""Where an answer lies in its edition's folder, and which addresses can have such a place."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

LONGEST_PATH = 240  # characters; slugs are short, and a file name holds 255 bytes
DEEPEST = 6  # folders; an interpretation's address has three
# Addresses end in a slash, but for those of a fixed name.
_FOLDER = re.compile(r"/(?:[a-z0-9][a-z0-9_-]*/)*", re.ASCII)
_FILE = re.compile(r"/[a-z0-9][a-z0-9-]*\.xml", re.ASCII)
FILES = "media"


class Form(Enum):
    """What kind of answer it is: the ending of its file, and its `Content-Type`."""

    HTML = ("html", "text/html; charset=utf-8")
    ATOM = ("atom", "application/atom+xml; charset=utf-8")
    XML = ("xml", "application/xml")
    JSON = ("json", "application/json")

    def __init__(self, ending: str, content_type: str) -> None:
        self.ending = ending
        self.content_type = content_type


@dataclass(frozen=True)
class Place:
    """One address, without its query, that has a file: `relative` to where answers lie."""

    path: str
    form: Form

    @cached_property
    def relative(self) -> str:
        name = f"index.{self.form.ending}" if self.path.endswith("/") else ""
        return f"{self.path}{name}".lstrip("/")


@lru_cache(maxsize=4096)
def place(path: str, form: Form) -> Place | None:
    """Return the place of an address; None for one that no page of ours can have."""
    if len(path) > LONGEST_PATH or path.count("/") > DEEPEST + 1:
        return None
    shape = _FILE if form is Form.XML else _FOLDER
    return Place(path, form) if shape.fullmatch(path) else None
