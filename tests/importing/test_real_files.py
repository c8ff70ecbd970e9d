"""Real texts through the command: every field and the clause tree, from text and from Word."""

import json
from pathlib import Path

import pytest

from tests.clauses.written import HERE as TREES
from tests.drafting.numbered import MAKERS
from tests.drafting.texts import NAMES, SEED, entry, lines, needs_texts
from tests.importing.drop import imported

FIELDS = json.loads(
    (Path(__file__).parents[1] / "drafting" / "expected.json").read_text(encoding="utf-8")
)
pytestmark = needs_texts


def fields(name):
    return {field: value for field, (value, _place) in FIELDS[name].items()}


def tree(name):
    """The clauses that a real document has, as `level path | heading`."""
    expected = (TREES / "trees" / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n")
    return [line for line in expected if not line.startswith("!")]


def told(clauses):
    return [f"{one['level']} {one['path']} | {one['heading']}".rstrip(" |") for one in clauses]


@pytest.fixture(scope="module")
def rehearsed(shared_world, tmp_path_factory):
    """What the command says of every real text, as text and as Word files, by file name."""
    folder = tmp_path_factory.mktemp("files")
    for name in NAMES:
        (folder / f"{name}.txt").write_text(entry(name)["body"], encoding="gb18030")
        for kind, make in MAKERS.items():
            (folder / f"{name}.{kind}.docx").write_bytes(make(lines(name)))
    (folder / "seed.txt").write_bytes(SEED.read_bytes())
    said, problem = imported(folder, dry_run=True)
    assert problem == ""
    return {Path(line["file"]).name: line for line in said}


@pytest.mark.parametrize("kind", ["txt", *(f"{maker}.docx" for maker in MAKERS)])
@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_every_clause_of_a_real_document(rehearsed, name, kind):
    line = rehearsed[f"{name}.{kind}"]

    assert line["status"] == "created"
    assert line["fields"] == fields(name)
    assert told(line["clauses"]) == tree(name)


def test_the_damaged_copy_is_split_where_its_numbers_are(rehearsed):
    line = rehearsed["seed.txt"]

    assert line["fields"] == fields("seed")
    assert told(line["clauses"]) == tree("seed-jiujiang-opinions")
    assert "缺了第 3 个编号" in line["reason"]


def test_clauses_have_the_keys_that_other_programs_read(rehearsed):
    clauses = rehearsed["guofa2014-40_nongmingong.txt"]["clauses"]

    assert all(list(one) == ["id", "path", "number", "level", "heading"] for one in clauses)
    assert len({one["id"] for one in clauses}) == len(clauses)
