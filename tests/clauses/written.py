"""A tree written so that a person can read it, and the texts that tests keep beside theirs."""

import json
from pathlib import Path

from clauses import Paragraph, Trouble
from clauses.splitting.split import split

HERE = Path(__file__).parent
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_LINE = "====="


def flow(text):
    """The paragraphs of a text, one a line; each knows its line as its place."""
    return [Paragraph(line, key=at) for at, line in enumerate(text.split("\n"))]


def lines_of(tree):
    """`level path | heading`, then `! trouble number missing` of each finding."""
    clauses = [f"{c.level} {c.path} | {c.heading}".rstrip(" |") for c in tree.clauses]
    return clauses + [
        " ".join(map(str, ("!", f.trouble.value, f.number, *f.missing))).strip()
        for f in tree.findings
        if f.trouble is not Trouble.PAGE_COUNTER
    ]


def own_texts():
    """Each own text: its name, the text, and the lines of its tree."""
    for path in sorted((HERE / "texts").glob("*.txt")):
        text, _, expected = path.read_text(encoding="utf-8").partition(f"\n{_LINE}\n")
        yield path.stem, text, expected.strip().split("\n")


def real_text(name):
    """A document of the collection beside the repository; None where that is not there."""
    path = SHARED / "policies" / f"{name}.json"
    if name.startswith("seed"):
        path = SHARED / f"{name}.txt"
        return path.read_text(encoding="utf-8") if path.exists() else None
    return json.loads(path.read_text(encoding="utf-8"))["body"] if path.exists() else None


def tree_of(text):
    return split(flow(text))
