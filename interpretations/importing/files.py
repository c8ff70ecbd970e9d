"""The files of an import: what of the named files and folders is text, and what may be attached."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Read as text; of .pdf and .rtf the reading says what to do instead.
TEXT_ENDINGS = frozenset(
    {".docx", ".docm", ".doc", ".wps", ".txt", ".text", ".md", ".markdown", ".html", ".htm",
     ".xhtml", ".mht", ""}
)  # fmt: skip
SPOKEN_OF = frozenset({".pdf", ".ofd", ".rtf"})
# What programs leave beside documents: locks of Word, folders' own files.
LEFT_BESIDE = re.compile(r"[.~]|Thumbs\.db$|desktop\.ini$")
ATTACHED = re.compile(r"附[件表录图]")


@dataclass(frozen=True)
class File:
    """One file; `named` by the person, or found in a folder."""

    path: Path
    named: bool

    @property
    def ending(self) -> str:
        return self.path.suffix.casefold()

    @property
    def is_text(self) -> bool:
        return self.ending in TEXT_ENDINGS and not self.is_attachment

    @property
    def is_attachment(self) -> bool:
        """Whether its name says so: 附件1：申请表.docx."""
        return bool(ATTACHED.match(self.path.name))


def found(paths: Iterable[Path]) -> Iterator[File]:
    """The files, each once, those of a folder in the order of their names."""
    seen: set[Path] = set()
    for path in paths:
        files = _inside(path) if path.is_dir() else [File(path, named=True)]
        for file in files:
            real = file.path.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def _inside(folder: Path) -> Iterator[File]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not LEFT_BESIDE.match(name))
        for name in sorted(names):
            if not LEFT_BESIDE.match(name):
                yield File(Path(place, name), named=False)
