"""The mutants stay where they can be found: a fragment that is gone breaks nothing any more."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def mutants(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("mutants")


def test_every_fragment_occurs_once(mutants):
    assert mutants.misplaced(list(mutants.MUTATIONS)) == []


def test_a_fragment_that_is_gone_is_told(mutants):
    gone = mutants.Mutation("x", "manage.py", "what is not there", "", "nothing", ())

    (result,) = mutants.misplaced([gone])

    assert not result.killed


def test_there_are_mutants_of_many_places(mutants):
    assert len({mutation.name for mutation in mutants.MUTATIONS}) == len(mutants.MUTATIONS)
    assert len({mutation.path for mutation in mutants.MUTATIONS}) >= 12
    assert any(mutation.quick for mutation in mutants.MUTATIONS)


def test_every_test_that_shall_kill_one_is_there(mutants):
    for mutation in mutants.MUTATIONS:
        for test in mutation.tests:
            file, _, name = test.partition("::")
            assert f"def {name}" in (ROOT / "tests/releases" / file).read_text(), test
