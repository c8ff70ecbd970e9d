"""已解读, 自明, 未解读: what each clause of a document is, and what is left to be explained."""

import pytest

from interpretations.models import clauses_of
from interpretations.models.clause_links import Link
from interpretations.models.coverage import ClauseState, coverage_of
from tests.factories import edit
from tests.linking.sets import document, draft, identity

pytestmark = pytest.mark.django_db
CHAPTERS = (
    "第一章　总则",
    "第一条　为了方便市民，制定本办法。",
    "第二章　补贴",
    "第二条　下列人员可以申请补贴：",
    "（一）首次购房的博士研究生；",
    "（二）首次购房的硕士研究生。",
    "第三条　申请人应当在三十日内提交材料。",
    "材料不齐的，应当一次告知。",
)


def standing(world, labels, evident=(), lines=CHAPTERS):
    policy = document(world, *lines)
    own = [identity(policy, label) for label in evident]
    edit(policy, world.drafter, clauses_self_evident=own)
    policy = draft(policy)
    links = [Link("key_points", policy.pk, identity(policy, label)) for label in labels]
    return coverage_of(policy, links)


def states(coverage):
    return {row.clause.label: row.state for row in coverage.rows}


def test_a_clause_is_explained_evident_or_open(world):
    found = states(standing(world, ["第一条"], evident=["第三条第二款"]))
    assert found["第一条"] == ClauseState.EXPLAINED
    assert found["第三条第二款"] == ClauseState.SELF_EVIDENT
    assert found["第三条"] == ClauseState.OPEN


def test_who_explains_a_clause_explains_what_stands_in_it(world):
    found = states(standing(world, ["第二条"]))
    assert found["第二条第一项"] == found["第二条第二项"] == ClauseState.EXPLAINED


def test_a_clause_whose_parts_are_explained_needs_no_word_of_its_own(world):
    found = states(standing(world, ["第二条第一项", "第二条第二项"]))
    assert found["第二条"] == ClauseState.EXPLAINED


def test_the_first_paragraph_of_an_article_is_its_own(world):
    found = states(standing(world, ["第三条第二款"]))
    assert found["第三条"] == ClauseState.OPEN


def test_chapters_are_not_counted(world):
    coverage = standing(world, [])
    holders = sum(row.clause.level == "章" for row in coverage.rows)
    assert holders == 2
    assert coverage.count(ClauseState.OPEN) == len(coverage.rows) - holders


def test_what_is_open_is_named_once_and_not_in_its_parts(world):
    names = [clause.label for clause in standing(world, ["第一条", "第三条"]).open_clauses]
    assert names == ["第二条"]


def test_links_to_another_document_explain_nothing_here(world):
    policy = draft(document(world))
    links = [Link("key_points", policy.pk + 1, clause.identity) for clause in clauses_of(policy)]
    assert coverage_of(policy, links).count(ClauseState.EXPLAINED) == 0
