"""What people type who have no Chinese keyboard: pinyin, or the first letters."""

import pytest

from search.index import Search, find, put
from search.spelled import title_terms
from tests.search.factories import an_entry

pytestmark = pytest.mark.django_db

TITLES = {
    1: "九江市公共租赁住房管理办法",
    2: "九江市既有住宅加装电梯管理办法",
    3: "九江市住房公积金提取管理办法",
    4: "九江市城乡居民基本医疗保险实施办法",
    5: "浔阳区绿萝栽培指引",
}


@pytest.fixture(autouse=True)
def _entries() -> None:
    put(an_entry(page_id=page_id, title=title, body="") for page_id, title in TITLES.items())


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("gongzufang", 1),
        ("gong zu fang", 1),
        ("GONGZUFANG", 1),
        ("gongzufang shenqing", 1),
        ("gongzhufang", 1),
        ("dianti", 2),
        ("GJJ", 3),
        ("公积金tiqu", 3),
        ("yibao报销", 4),
        ("xunyangqu", 5),
        ("lvluo", 5),
        ("lv luo zaipei", 5),
    ],
)
def test_letters_are_read_as_the_words_they_spell(query, answer):
    assert [hit.set_id for hit in find(query)][:1] == [answer]


@pytest.mark.parametrize("query", ["qwrtpsdf", "a", "hello", "x" * 200, "xian" * 50])
def test_letters_that_spell_nothing_find_nothing(query):
    assert find(query) == []


def test_letters_that_a_page_has_are_read_as_they_stand():
    put([an_entry(page_id=9, title="GJJ 设备目录", body="")])

    assert [hit.set_id for hit in find("gjj")] == [9]


def test_letters_with_two_readings_are_read_in_both():
    assert title_terms("xianshi") == [("xian·si",), ("xi·an", "an·si")]


def test_what_was_meant_is_marked_in_the_text():
    assert {"公积", "积金"} <= set(Search("gjj").terms())
