"""The table of kinds is whole, and nobody rules a kind anywhere else."""

import ast
import re

import pytest

from interpretations.editorial.desk.kind_words import WORDS
from interpretations.models.kind_rules import RULES, SetState, kinds_where, rule
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.records.story import ACTS
from interpretations.releases.submission.offers import offers, state_of
from interpretations.releases.submission.submit import NotReady
from tests.editorial.desk import public_set, withdrawn_set
from tests.factories import fresh, make_set, submit_kind
from tests.layout import tree

# A first release that repeals an older document becomes a kind of its own.
RENAMES_A_KIND = {"_kind_of"}
NAMED = re.compile(r"ReleaseKind\.[A-Z]")

SETS = {SetState.DRAFT: make_set, SetState.PUBLIC: public_set, SetState.WITHDRAWN: withdrawn_set}


@pytest.mark.parametrize("table", [RULES, WORDS, ACTS], ids=["rules", "words", "story"])
def test_every_kind_has_its_row(table):
    assert set(table) == set(ReleaseKind)


@pytest.mark.parametrize("word", ["", "nuke", "FIRST"])
def test_a_word_that_is_no_kind_has_no_row(word):
    with pytest.raises(ValueError, match="is not a valid ReleaseKind"):
        rule(word)


@pytest.mark.parametrize("state", SetState)
def test_an_emergency_has_one_kind_in_every_state(state):
    kinds = [kind for kind in kinds_where("in_emergency") if RULES[kind].begins == state]

    assert len(kinds) == 1


@pytest.mark.parametrize("kind", kinds_where("picks_what_leaves"))
def test_what_leaves_by_choice_leaves_its_document(kind):
    assert not RULES[kind].document


@pytest.mark.django_db
@pytest.mark.parametrize("state", SetState)
def test_the_state_of_a_set_is_that_of_its_readers(world, state):
    assert state_of(fresh(SETS[state](world))) == state


@pytest.mark.django_db
@pytest.mark.parametrize("state", SetState)
def test_what_the_page_of_a_set_does_not_offer_is_refused(world, state):
    policy = fresh(SETS[state](world))
    offered = {offer.kind for offer in offers(policy) if offer.why_not is None}

    for kind in set(kinds_where("offered")) - offered:
        with pytest.raises(NotReady):
            submit_kind(world, policy, kind)


def test_no_function_asks_which_kind_it_has():
    sources = [path for path in tree.python_files() if path.parts[0] == "interpretations"]
    asking = {name for path in sources for name in functions_comparing_kinds(path)}

    assert asking - RENAMES_A_KIND == set()


def functions_comparing_kinds(path):
    """Names of functions that hold a kind against `ReleaseKind.X` instead of asking its row."""
    if "demo" in path.parts or "migrations" in path.parts:
        return
    for function in ast.walk(ast.parse(tree.read(path))):
        if isinstance(function, ast.FunctionDef):
            compared = [node for node in ast.walk(function) if isinstance(node, ast.Compare)]
            if any(NAMED.search(ast.unparse(node)) for node in compared):
                yield function.name
