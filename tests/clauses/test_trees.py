"""The trees of own texts, one for each mixture; text and tree stand together in `texts/`."""

import pytest

from tests.clauses.written import lines_of, own_texts, tree_of

CASES = list(own_texts())


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_text_has_exactly_these_clauses(text, expected):
    assert lines_of(tree_of(text)) == [line.rstrip(" |") for line in expected]
