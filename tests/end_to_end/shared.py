"""Real documents to try, where the folder beside the repository holds them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"


@dataclass(frozen=True)
class RealDocument:
    """A document as it was published: its facts and its paragraphs."""

    name: str
    title: str
    issuer: str
    number: str
    index_number: str
    written: str
    paragraphs: list[str]

    def __str__(self):
        return self.name


def real_documents():
    """Return the documents of the data folder; empty where there is none."""
    documents = [_from_json(path) for path in sorted(DATA.glob("policies/*.json"))]
    seed = DATA / "seed-jiujiang-opinions.txt"
    return [*documents, *([_from_seed(seed)] if seed.exists() else [])]


def _from_json(path):
    row = json.loads(path.read_text("utf-8"))
    return RealDocument(
        name=path.stem,
        title=row["title"],
        issuer=row["issuer"],
        number=row["doc_no"],
        index_number=row["index_no"],
        written=_date(row["date_written"]),
        paragraphs=[line for line in row["body"].splitlines() if line.strip()],
    )


def _from_seed(path):
    """The seed text has no line breaks of its own: its numbered pieces are the paragraphs."""
    text = path.read_text("utf-8")
    pieces = [piece.strip() for piece in re.split(r"(?<=。)", text) if piece.strip()]
    return RealDocument(
        name=path.stem,
        title="九江市人民政府关于认真做好政务公开工作的意见",
        issuer="九江市人民政府",
        number="",
        index_number="",
        written="2017-03-01",
        paragraphs=pieces,
    )


def _date(text):
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 3:
        return "2018-01-01"
    return f"{numbers[0]}-{int(numbers[1]):02d}-{int(numbers[2]):02d}"
