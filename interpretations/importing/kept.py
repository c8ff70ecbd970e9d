"""What was recognized in a dropped file, kept beside its text (decision 0094).

One line names the program that recognized it and the digest of the rest; the rest is JSON. What
another program wrote, or what is damaged, is made anew.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from clauses import Body, Clause, ClauseTree, Finding, Level, Matter, Role, Span, Trouble
from drafting.flow import Flow
from drafting.place import Place
from drafting.recognize import DAYS, Found, Part, Recognized, What
from editions.program import fingerprint
from interpretations.importing.proposal import Proposal, proposal_of, recognized_in

KEPT = "recognized.json"


def proposed(flow: Flow, name: str, room: Path) -> Proposal:
    """What a file of this name says, recognized once for all who look at it in its folder."""
    path = room / KEPT
    said = _read(path)
    if said is None:
        said = recognized_in(flow)
        with suppress(FileNotFoundError):  # another tab discards the drop
            _keep(path, *said)
    return proposal_of(flow, name, *said)


def write_whole(path: Path, text: str) -> None:
    """Write a file that nobody ever meets half written."""
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _keep(path: Path, recognized: Recognized, tree: ClauseTree) -> None:
    data = {"recognized": _recognized_facts(recognized), "tree": _tree_facts(tree)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    write_whole(path, f"{_mark(text)}\n{text}")


def _read(path: Path) -> tuple[Recognized, ClauseTree] | None:
    """What was kept; None where nothing is, or where this program did not write it so."""
    try:
        mark, _line, text = path.read_text(encoding="utf-8").partition("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if mark != _mark(text):
        return None
    data = json.loads(text)
    return _recognized(data["recognized"]), _tree(data["tree"])


def _mark(text: str) -> str:
    return f"{fingerprint()} {hashlib.sha256(text.encode()).hexdigest()}"


def _recognized_facts(recognized: Recognized) -> dict[str, Any]:
    return {
        "what": recognized.what,
        "fields": {
            name: [_plain(found.value), found.place.facts(), found.words]
            for name, found in recognized.fields.items()
        },
        "parts": [
            [part.what, part.item, part.place.facts(), part.title] for part in recognized.parts
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _recognized(data: dict[str, Any]) -> Recognized:
    fields = {
        name: Found(date.fromisoformat(value) if name in DAYS else value, Place(**place), words)
        for name, (value, place, words) in data["fields"].items()
    }
    parts = [
        Part(What(what), item, Place(**place), title) for what, item, place, title in data["parts"]
    ]
    return Recognized(What(data["what"]), fields, parts)


def _tree_facts(tree: ClauseTree) -> dict[str, Any]:
    """Rows in the order of the fields: names for each of 20,000 clauses would double the file."""
    return {
        "clauses": [
            [
                one.id, one.path, one.number, one.level, one.heading, one.text, one.values,
                one.body, one.parent, _span_facts(one.spans), one.inside,
            ]
            for one in tree.clauses
        ],
        "bodies": [[one.number, one.title] for one in tree.bodies],
        "matter": [[one.role, one.text, one.body, _span_facts(one.spans)] for one in tree.matter],
        "findings": [
            [one.trouble, one.number, one.clause, one.missing, _span_facts(one.spans)]
            for one in tree.findings
        ],
    }  # fmt: skip


def _span_facts(spans: Iterable[Span]) -> list[list[Any]]:
    return [[span.paragraph, span.start, span.end, span.key] for span in spans]


def _tree(data: dict[str, Any]) -> ClauseTree:
    return ClauseTree(
        clauses=tuple(_clause(*row) for row in data["clauses"]),
        bodies=tuple(Body(*row) for row in data["bodies"]),
        matter=tuple(
            Matter(Role(role), text, body, _spans(spans))
            for role, text, body, spans in data["matter"]
        ),
        findings=tuple(
            Finding(Trouble(trouble), number, clause, tuple(missing), _spans(spans))
            for trouble, number, clause, missing, spans in data["findings"]
        ),
    )


def _clause(*row: Any) -> Clause:
    key, path, number, level, heading, text, values, body, parent, spans, inside = row
    return Clause(
        key, path, number, Level(level), heading, text, tuple(values), body, parent,
        _spans(spans), inside,
    )  # fmt: skip


def _spans(rows: Iterable[Iterable[Any]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)
