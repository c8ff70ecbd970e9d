"""Tells which document of a drop an interpretation or an attachment belongs to."""

import re
from dataclasses import dataclass
from pathlib import Path

from drafting.recognize.words import EXPLAINS
from interpretations.importing.proposal import Proposal

NO_WORDS = re.compile(r"[\s　《》〈〉“”\"'（）()_\-—.·]")
# What names an interpretation's file beside its document's.
BESIDE = re.compile(rf"(?:的)?(?:政策)?(?:{EXPLAINS.pattern})(?:稿|材料)?")
SHORTEST = 6  # characters of a title that may stand inside another one


@dataclass(frozen=True)
class Document:
    """A document of this drop, as far as others are told by it; `page_id` None in a rehearsal."""

    path: Path
    title: str
    attachments: tuple[str, ...] = ()
    page_id: int | None = None


def explained_by(proposal: Proposal, path: Path, documents: list[Document]) -> Document | None:
    """The one document that an interpretation explains: by title, by file name, by folder."""
    titles = [_words(title) for title in proposal.recognized.value("explains") or []]
    beside = [one for one in documents if one.path.parent == path.parent]
    for candidates in (beside, documents):
        named = [one for one in candidates if any(_same(_words(one.title), t) for t in titles)]
        if named:
            return named[0] if len(named) == 1 else None
    stem = _words(BESIDE.sub("", path.stem))
    called = [one for one in beside if stem and _words(one.path.stem) == stem]
    if len(called) == 1:
        return called[0]
    return beside[0] if len(beside) == 1 and not titles else None


def attached_to(path: Path, documents: list[Document]) -> Document | None:
    """The document whose list of attachments names this file, else the only one beside it."""
    beside = [one for one in documents if one.path.parent == path.parent]
    stem = _words(re.sub(r"^附[件表录图][\d一二三四五六七八九十]*[:：、.．\s]*", "", path.stem))
    listing = [
        one for one in beside if any(_same(_words(title), stem) for title in one.attachments)
    ]
    if len(listing) == 1:
        return listing[0]
    is_called_so = path.stem.startswith("附")
    return beside[0] if is_called_so and len(beside) == 1 else None


def _words(title: str) -> str:
    return NO_WORDS.sub("", title)


def _same(one: str, other: str) -> bool:
    """Whether two titles are of the same text; 关于印发《办法》的通知 brings 《办法》."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= SHORTEST and shorter in longer)
