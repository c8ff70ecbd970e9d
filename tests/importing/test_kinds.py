"""Documents of every kind: all fields and the whole tree, from text and from Word files.

`kinds/NAME.txt` is shaped as offices write that kind; `kinds/NAME.json` says what has to be found.
"""

import json
from pathlib import Path

import pytest

from drafting import plain
from interpretations.importing.proposal import propose
from tests.clauses.written import lines_of
from tests.drafting.numbered import MAKERS
from tests.drafting.reads import flow_of

HERE = Path(__file__).parent / "kinds"
NAMES = sorted(path.stem for path in HERE.glob("*.txt"))


def text(name):
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")


def flow(name, maker):
    if maker == "text":
        return plain.read(text(name).encode("gb18030"))
    lines = (line.strip(" \u3000") for line in text(name).split("\n"))
    return flow_of(MAKERS[maker]([line for line in lines if line]))


def told(proposal):
    """What was found, as it stands in the files beside."""
    return {
        "fields": proposal.fields,
        "clauses": lines_of(proposal.tree),
        "around": [
            f"{matter.role.value} {matter.body} {matter.text[:12].strip()}"
            for matter in proposal.tree.matter
        ],
    }


@pytest.mark.parametrize("maker", ["text", *MAKERS])
@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_clause_of_each_kind(name, maker):
    expected = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))

    assert told(propose(flow(name, maker), f"{name}.txt")) == expected
