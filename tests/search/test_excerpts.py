"""The sentence shown under a result."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import excerpt

TEXT = "第一条 为规范管理，制定本办法。第二条 农民工工资按月支付。第三条 本办法自公布之日起施行。"


def plain(shown: str) -> str:
    return html.unescape(re.sub("</?mark>", "", shown)).strip("…")


def test_begins_with_the_sentence_that_matches():
    shown = excerpt(TEXT, "工资", length=14)

    assert shown == "…第二条 农民工<mark>工资</mark>按月支付。…"


def test_marks_a_word_in_one_piece():
    assert "<mark>农民工工资</mark>" in excerpt(TEXT, "农民工工资")


def test_prefers_the_sentence_with_more_of_the_query():
    shown = excerpt("工资问题。工资和保险问题。", "工资 保险", length=9)

    assert plain(shown) == "工资和保险问题。"


def test_prefers_the_sentence_that_has_the_word_in_one_piece():
    shown = excerpt("农民工工作，工资。农民工工资支付。", "农民工工资", length=8)

    assert shown == "…<mark>农民工工资</mark>支付。"


@pytest.mark.parametrize("query", ["農民工", "农民工"])
def test_shows_the_displayed_characters_whatever_the_query_wrote(query):
    assert excerpt("發給農民工", query) == "發給<mark>農民工</mark>"


def test_marks_whole_latin_words_only():
    assert excerpt("AI与MAIN", "ai") == "<mark>AI</mark>与MAIN"


def test_marks_one_character():
    assert excerpt("收税", "税") == "收<mark>税</mark>"


def test_escapes_the_text():
    shown = excerpt("<script>工资</script>&", "工资")

    assert shown == "&lt;script&gt;<mark>工资</mark>&lt;/script&gt;&amp;"


def test_gives_the_beginning_where_nothing_matches():
    assert excerpt("第一条。\n\n第二条。", "税务", length=8) == "第一条。 第二…"


def test_brings_a_match_deep_in_a_long_sentence_into_view():
    assert "<mark>工资</mark>" in excerpt("长" * 500 + "工资" + "长" * 500, "工资")


@given(st.text(max_size=300), st.text(max_size=30), st.integers(-1, 120))
def test_shows_only_characters_of_the_text(text, query, length):
    shown = plain(excerpt(text, query, length))

    assert re.sub(r"[\s…]", "", shown) in re.sub(r"[\s…]", "", text)


@given(st.text("农民工工资<>&\"'。 ", max_size=80), st.text("农民工资<mark>", max_size=9))
def test_writes_no_markup_but_marks(text, query):
    shown = re.sub("</?mark>", "", excerpt(text, query))

    assert not re.search("[<>\"']", shown)
