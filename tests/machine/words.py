"""Words that occur nowhere else: whoever reads one knows which text it came from (P7)."""

import re
from dataclasses import dataclass, field

WORD = re.compile(r"mk\d{5}z")
# Fields of a page that only the desk reads.
UNPUBLISHED = ("plan_outline", "plan_responsible", "plan_lines", "plan_reason")


@dataclass(frozen=True)
class Origin:
    """Who wrote a word, for which department's drafters it is, and where it stands."""

    writer_id: int | None
    department_id: int | None
    place: str


@dataclass
class Words:
    """Gives out words, each once, and remembers where each came from."""

    origins: dict[str, Origin] = field(default_factory=dict)

    def mint(self, place: str, writer_id: int | None = None, department_id: int | None = None):
        word = f"mk{len(self.origins):05d}z"
        self.origins[word] = Origin(writer_id, department_id, place)
        return word

    def writers(self, words: set[str]) -> set[int]:
        writers = {self.origins[word].writer_id for word in words if word in self.origins}
        return writers - {None}


def words_in(text: str) -> set[str]:
    return set(WORD.findall(text))


def published_words(content: dict) -> set[str]:
    """The words of a revision that publishing it shows to everybody."""
    return words_in(repr({k: v for k, v in content.items() if k not in UNPUBLISHED}))
