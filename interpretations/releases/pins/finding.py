"""What stands in the way of a submission, in one sentence each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something about a member or a set: `blocks` submission, or only warns."""

    code: str
    sentence: str
    page_id: int | None = None
    blocks: bool = True
