"""A file that is not read, and why."""

from typing import Any


class UnreadableError(Exception):
    """The file is not read; `code` chooses a sentence of `drafting.sentences`, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
