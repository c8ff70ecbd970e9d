"""How a text and a query are cut into terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chinese.folding import fold
from search.pairs import QUERY_LENGTH, index_terms, query_terms

HAN_TEXT = st.text("农民工资支付管理办法税", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("农民工", ["农民", "民工", "工"]),
        ("税", ["税"]),
        ("2018年，AI+政务", ["2018", "年", "ai", "政务", "务"]),
        ("二〇一八", ["二〇", "〇一", "一八", "八"]),
        ("《办法》（试行）", ["办法", "法", "试行", "行"]),
        ("😀\0 ", []),
    ],
)
def test_cuts_a_text_into_pairs_and_words(text, terms):
    assert index_terms(text) == terms


def test_joins_a_word_that_a_line_break_parts():
    assert "办法" in index_terms("管理办\n　法")


def test_keeps_words_of_a_query_apart():
    assert query_terms("农民工 工资") == ["农民", "民工", "工资"]


def test_asks_for_each_term_once():
    assert query_terms("通知 通知") == ["通知"]


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200d", "\u200e", "\u202e", "\ufe00", "\U000e0100"],
)
def test_leaves_out_marks_that_nobody_sees(mark):
    assert index_terms(f"农{mark}民工") == index_terms("农民工")


@given(HAN_TEXT, HAN_TEXT, HAN_TEXT)
def test_finds_every_word_whatever_its_neighbours(before, word, after):
    terms = index_terms(before + word + after)

    assert all(any(term.startswith(wanted) for term in terms) for wanted in query_terms(word))


@given(st.text(max_size=500))
def test_folding_twice_changes_nothing_that_is_searched(text):
    assert index_terms(fold(text)) == index_terms(text)


def test_caps_the_length_of_a_query():
    assert query_terms("农" * QUERY_LENGTH + "税务") == ["农农"]
