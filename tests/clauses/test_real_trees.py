"""The trees of real documents are exact; what each must be stands in `trees/`."""

import pytest

from tests.clauses.written import HERE, lines_of, real_text, tree_of

NAMES = sorted(path.stem for path in (HERE / "trees").glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_real_document_has_exactly_these_clauses(name):
    text = real_text(name)
    if text is None:
        pytest.skip("the collection of real documents is not beside the repository")

    expected = (HERE / "trees" / f"{name}.txt").read_text(encoding="utf-8").strip().split("\n")

    assert lines_of(tree_of(text)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_real_document_has_its_place_once(name):
    text = real_text(name)
    if text is None:
        pytest.skip("the collection of real documents is not beside the repository")
    tree = tree_of(text)
    lines = text.split("\n")

    spans = [s for part in (*tree.clauses, *tree.matter) for s in part.spans]
    spans += [s for f in tree.findings if f.trouble == "page_counter" for s in f.spans]
    places = [(s.key, at) for s in spans for at in range(s.start, s.end)]

    assert len(places) == len({*places})
    assert {(at, i) for at, line in enumerate(lines) if line.strip() for i in range(len(line))} == {
        *places
    }
