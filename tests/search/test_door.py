"""What the door promises: whole writes, strict finds, one hit for each set."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from search.index import Entry, find, put, remove
from search.models import SearchEntry
from tests.search.factories import an_entry

pytestmark = pytest.mark.django_db


def sets(query: str, limit: int = 200) -> list[int]:
    return [hit.set_id for hit in find(query, limit)]


@pytest.mark.parametrize(
    "query",
    ["农民工", "工资支付", "民工工", "税", "法", "农民工　办法", "農民工", "AI", "ａｉ", "2018"],
)
def test_finds_what_the_title_or_the_body_says(query):
    put([an_entry(page_id=1, title="农民工工资支付保障办法", body="2018年用AI征收个人所得税")])

    assert sets(query) == [1]


@pytest.mark.parametrize("query", ["渔民", "工农", "201", "fa", "渔", "", "《》"])
def test_finds_nothing_that_misses_a_term(query):
    put([an_entry(title="农民工工资支付办法", body="2018年")])

    assert find(query) == []


def test_puts_a_title_before_a_body():
    put(
        [
            an_entry(page_id=1, title="人才公寓管理办法", body="各单位遵照执行。"),
            an_entry(page_id=2, title="住房保障规划", body="建设人才公寓，人才公寓先租。"),
        ]
    )

    assert sets("人才公寓") == [1, 2]


def test_gives_a_set_once_with_its_best_page():
    put(
        [
            an_entry(page_id=1, set_id=1, title="住房保障规划", body="人才公寓"),
            an_entry(page_id=2, set_id=1, kind="interpretation", title="人才公寓怎么申请"),
        ]
    )

    assert [(hit.set_id, hit.page_id) for hit in find("人才公寓")] == [(1, 2)]


@pytest.mark.parametrize(
    "query",
    ["九府发〔2017〕1号", "九府发[2017]1号", "[2017]1号", "九府發﹝2017﹞ 第01號",
     "府发（2017）1号", "关于印发九府发【２０１７】１号", "九府发2017年1号",
     "2017年第1号", "2017-1"],
)  # fmt: skip
def test_finds_a_file_number_before_those_who_cite_it(query):
    put(
        [
            an_entry(page_id=1, number="九府发〔2017〕1号"),
            an_entry(page_id=2, title="贯彻九府发〔2017〕1号的意见"),
            an_entry(page_id=3, number="九府发〔2018〕1号"),
        ]
    )

    assert sets(query)[0] == 1
    assert 3 not in sets(query)


def test_finds_an_order_without_a_year():
    put([an_entry(page_id=1, number="国令第711号"), an_entry(page_id=2, number="国令第712号")])

    assert sets("国令 第711号") == [1]


def test_takes_a_query_of_one_number_as_a_file_number():
    put([an_entry(page_id=1, number="九府发〔2017〕31号"), an_entry(page_id=2, body="31 个地点")])

    assert sets("31号")[0] == 1


def test_finds_part_of_a_file_number_as_text():
    put([an_entry(page_id=1, number="九府发〔2017〕1号")])

    assert sets("九府发 2017") == [1]


def test_replaces_a_page_it_knows():
    put([an_entry(page_id=1, title="农民工")])

    put([an_entry(page_id=1, title="人才公寓")])

    assert (sets("农民工"), sets("人才公寓")) == ([], [1])


def test_takes_the_last_of_two_entries_of_one_page():
    put([an_entry(page_id=1, title="农民工"), an_entry(page_id=1, title="人才公寓")])

    assert (sets("农民工"), sets("人才公寓")) == ([], [1])


def test_removes_pages_and_leaves_others():
    put([an_entry(page_id=1), an_entry(page_id=2)])

    remove([1, 99])

    assert sets("绿化") == [2]


def test_accepts_nothing_to_do():
    put([])
    remove([])

    assert find("绿化") == []


def test_gives_no_more_than_the_limit():
    put(an_entry(page_id=page_id) for page_id in range(1, 8))

    assert len(find("绿化", limit=3)) == 3
    assert find("绿化", limit=0) == []


def test_puts_the_newest_of_equals_first():
    put(an_entry(page_id=page_id) for page_id in range(1, 4))

    assert sets("绿化") == [3, 2, 1]


def test_finds_in_three_queries(django_assert_num_queries):
    put([an_entry()])

    with django_assert_num_queries(3):
        find("绿化")


def test_finds_a_file_number_in_two_queries(django_assert_num_queries):
    put([an_entry(number="九府发〔2017〕1号")])

    with django_assert_num_queries(2):
        find("九府发〔2017〕1号")


def test_looks_for_slips_in_one_query_more(django_assert_num_queries):
    put([an_entry(title="公租房管理办法")])

    with django_assert_num_queries(4):
        find("公租坊")


def test_refuses_a_kind_it_does_not_know():
    with pytest.raises(IntegrityError), transaction.atomic():
        put([an_entry(kind="draft")])


@pytest.mark.parametrize("text", ["", "农" * 300_000, "".join(map(chr, range(0x4E00, 0x9FA6))) * 9])
def test_indexes_a_text_of_any_length(text):
    put([an_entry(page_id=1, title="规划纲要", body=text)])

    assert sets("规划纲要") == [1]


def test_indexes_more_words_than_a_vector_holds():
    put([an_entry(page_id=1, body=" ".join(f"x{number:062d}" for number in range(30_000)))])

    assert sets("x" + "0" * 62) == [1]


@pytest.mark.parametrize(
    "query",
    ['"', "'", "农民\" OR 1", "NEAR(a b)", "title:农", "a AND", "农*", "-农", "^农", "!农 & | :*",
     "\0农", "😀", "\ud800农", "%_%", "%s", "\\", "農" * 10_000, "a" * 10_000, "税 " * 5_000,
     "".join(map(chr, range(0x4E00, 0x4EC8))), "𠀀𠀁", "[2017]号", "〔9999〕1号"],
)  # fmt: skip
def test_raises_for_no_query(query):
    assert isinstance(find(query), list)


class AnyQuery(HypothesisTestCase):
    @given(st.text(max_size=300))
    def test_raises_for_no_random_query(self, query):
        assert find(query) == []

    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
    def test_indexes_any_text(self, text):
        put([Entry(1, 1, "policy", text, text, text)])

        assert SearchEntry.objects.get().title == text


@pytest.mark.django_db(transaction=True)
def test_leaves_nothing_behind_when_the_release_fails():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put([an_entry(page_id=1)])
        raise ZeroDivisionError

    assert find("绿化") == []
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_dooms_a_release_that_swallows_a_failure():
    with transaction.atomic():
        put([an_entry(page_id=1)])
        try:
            put([an_entry(page_id=2, kind="draft")])
        except DatabaseError:
            doomed = transaction.get_rollback()
        transaction.set_rollback(True)

    assert doomed
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_keeps_both_tables_as_they_were_when_one_entry_of_many_fails():
    put([an_entry(page_id=1, title="农民工")])

    with pytest.raises(DatabaseError):
        put([an_entry(page_id=1, title="人才公寓"), an_entry(page_id=2, kind="draft")])

    assert (sets("农民工"), sets("人才公寓")) == ([1], [])


@pytest.mark.django_db(transaction=True)
def test_reads_inside_a_read_only_snapshot():
    put([an_entry(page_id=1, number="九府发〔2017〕1号")])
    read_only = {"sqlite": "PRAGMA query_only = 1", "postgresql": "SET TRANSACTION READ ONLY"}

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(read_only[connection.vendor])
        hits = sets("九府发〔2017〕1号 绿化")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = 0")

    assert hits == [1]
