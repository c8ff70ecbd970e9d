"""Clauses keep their identity through edits, and no identity is given to another clause."""

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.identity.align import Known, align
from tests.clauses.edits import Document, Numbered

EDITS = ("insert", "delete", "split", "join", "move", "edit")


def known(*texts):
    """Articles named a, b, c …, numbered from one."""
    rows = zip("abcdefghij", texts, strict=False)
    return [Known(i, f"第{n}条", f"第{n}条", t) for n, (i, t) in enumerate(rows, 1)]


def new(*texts):
    return [Numbered(f"第{n}条", f"第{n}条", text) for n, text in enumerate(texts, 1)]


PURPOSE = "为了规范公共租赁住房管理，保障住房困难家庭，制定本办法。"
SCOPE = "本办法适用于本市行政区域内公共租赁住房的分配、使用和退出。"
OFFICE = "市住房保障主管部门负责全市公共租赁住房的管理和监督工作。"
RENT = "公共租赁住房租金按照同地段市场租金的百分之七十确定并公布。"


def test_a_text_that_nobody_changed_keeps_everything():
    assert align([known(PURPOSE, SCOPE)], new(PURPOSE, SCOPE)) == ("a", "b")


def test_a_new_article_takes_no_identity_from_the_one_whose_number_it_has():
    assert align([known(PURPOSE, SCOPE)], new(PURPOSE, RENT, SCOPE)) == ("a", None, "b")


def test_a_moved_clause_stays_itself():
    assert align([known(PURPOSE, SCOPE, OFFICE)], new(OFFICE, PURPOSE, SCOPE)) == ("c", "a", "b")


def test_a_light_edit_keeps_identity():
    edited = SCOPE.replace("行政区域内", "城区范围内")

    assert align([known(PURPOSE, SCOPE)], new(PURPOSE, edited)) == ("a", "b")


def test_two_clauses_that_change_places_and_words_are_told_apart():
    swapped = new(RENT.replace("七十", "六十"), OFFICE.replace("全市", "本市"))

    assert align([known(OFFICE, RENT)], swapped) == ("b", "a")


def test_another_text_under_the_same_number_is_a_new_clause():
    assert align([known(PURPOSE, SCOPE)], new(PURPOSE, RENT)) == ("a", None)


def test_the_larger_part_of_a_split_clause_keeps_identity():
    whole = OFFICE + RENT + "逾期不交的，依法追缴。"

    assert align([known(whole)], new(OFFICE + RENT, "逾期不交的，依法追缴。")) == ("a", None)


def test_two_halves_of_a_clause_are_not_both_it():
    assert align([known(OFFICE + RENT)], new(RENT, OFFICE)).count("a") == 1


def test_two_copies_of_a_clause_are_not_both_it():
    assert sorted(align([known(PURPOSE, RENT)], new(PURPOSE, RENT, RENT)), key=str) == [
        None,
        "a",
        "b",
    ]


def test_the_larger_of_joined_clauses_gives_its_identity():
    assert align([known(PURPOSE, OFFICE + RENT)], new(PURPOSE + OFFICE + RENT)) == ("b",)


def test_a_clause_that_comes_back_is_found_in_an_older_version():
    first, between = known(PURPOSE, SCOPE), known(PURPOSE)

    assert align([first, between], new(PURPOSE, SCOPE)) == ("a", "b")


def test_an_emptied_text_loses_nothing():
    assert align([known(PURPOSE, SCOPE), []], new(PURPOSE, SCOPE)) == ("a", "b")


def test_the_later_wording_of_a_clause_is_the_one_that_counts():
    versions = [known(PURPOSE), [Known("a", "第1条", "第1条", SCOPE)], known(SCOPE)]

    assert align(versions, new(SCOPE)) == ("a",)


def test_equal_short_clauses_are_told_apart_by_their_neighbours():
    other = "其他情形。"
    before = known(PURPOSE, other, SCOPE, other)

    assert align([before], new(SCOPE, other, PURPOSE, other)) == ("c", "d", "a", "b")


def test_a_removed_short_clause_gives_its_identity_to_no_equal_one_elsewhere():
    other = "其他情形。"
    before = known(PURPOSE, other, SCOPE)

    assert align([before], new(PURPOSE, SCOPE, RENT, other)) == ("a", "c", None, None)


def test_a_retitled_chapter_stays_itself():
    before = [
        Known("i", "第一章", "第一章", "总则"),
        Known("a", "第一条", "第一条", PURPOSE),
        Known("b", "第二条", "第二条", SCOPE),
    ]
    after = [
        Numbered("第一章", "第一章", "一般规定"),
        Numbered("第一条", "第一条", PURPOSE),
        Numbered("第二条", "第二条", SCOPE),
    ]

    assert align([before], after) == ("i", "a", "b")


def test_blanks_and_widths_change_nothing():
    assert align([known(PURPOSE)], new(PURPOSE.replace("，", " , "))) == ("a",)


def test_nothing_before_makes_everything_new():
    assert align([], new(PURPOSE)) == (None,)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), edits=st.lists(st.sampled_from(EDITS), max_size=12))
def test_edits_keep_identities_and_give_none_to_another(seed, edits):
    document = Document.of(random.Random(seed), 14)
    before = document.known(range(14))
    for edit in edits:
        getattr(document, edit)()

    identities = align([before], document.numbered())

    given_ = [identity for identity in identities if identity is not None]
    assert len(given_) == len({*given_})
    for identity, clause in zip(identities, document.clauses, strict=True):
        assert identity is None or identity in clause.may
        assert clause.keeps is None or identity == clause.keeps


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9), edits=st.lists(st.sampled_from(EDITS), max_size=8))
def test_two_people_and_an_import_lose_no_identity(seed, edits):
    """The text is emptied in between and comes back, edited by two in turn."""
    document = Document.of(random.Random(seed), 10)
    versions = [document.known(range(10)), []]
    fresh = itertools.count(10)
    for edit in [None, *edits]:
        if edit:
            getattr(document, edit)()
        found = align(versions, document.numbered())
        identities = [next(fresh) if identity is None else identity for identity in found]
        versions.append(document.known(identities))

    last = zip(document.clauses, versions[-1], strict=True)

    assert all(clause.keeps in (None, now.identity) for clause, now in last)


def test_thousands_of_retyped_clauses_are_found_again():
    rng = random.Random(7)
    document = Document.of(rng, 2000)
    before = document.known(range(2000))
    for _ in range(1500):
        document.edit()

    identities = align([before], document.numbered())

    assert list(identities) == [clause.keeps for clause in document.clauses]
