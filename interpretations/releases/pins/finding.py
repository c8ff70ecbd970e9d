"""What stands in the way of a submission, in one sentence each."""

from dataclasses import dataclass

from interpretations.models.refusals import Refusal


@dataclass(frozen=True)
class Finding:
    """Something about a member or a set: `blocks` submission, or only warns.

    `path` is where in the page it is to be mended, as Wagtail's editor names places: a field, or
    `body.<block>.<field>`; empty for the page as a whole.
    """

    code: str
    sentence: str
    page_id: int | None = None
    blocks: bool = True
    path: str = ""

    @classmethod
    def of(cls, refusal: Refusal, page_id: int | None = None) -> "Finding":
        """What a refusal says, among other findings."""
        return cls(refusal.code, str(refusal), page_id)
