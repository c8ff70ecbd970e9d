"""A number that a program prints before a paragraph, and how it becomes text of it."""

from dataclasses import dataclass

from drafting.characters import GAP
from drafting.flow import Run, joined

BULLET = "•"
ENDS_ITSELF = tuple("、，,.．。:：;；)）]】》>｝}　 ")


@dataclass(frozen=True)
class Number:
    """A printed number; `gap` stands between it and the words."""

    text: str
    suffix: str
    level: int
    is_bullet: bool = False

    def before(self, words: str) -> str:
        """The number with what parts it from the words that follow."""
        if self.suffix == "nothing" or not self.text:
            return self.text
        if self.suffix == "space":
            return f"{self.text} "
        # A tab lines words up; a reader sees a gap only where no sign ends the number.
        if self.is_bullet or not self.text.endswith(ENDS_ITSELF):
            return f"{self.text} " if self.is_bullet else f"{self.text}{GAP}"
        first = words[:1]
        return f"{self.text} " if first.isascii() and first.isalnum() else self.text


def numbered(runs: list[Run], number: Number | None) -> list[Run]:
    """The words with their number before them; a number without words stands alone."""
    if number is None or not number.text:
        return runs
    if not runs:
        return [Run(number.text)]
    return joined([Run(number.before(runs[0].text)), *runs])
