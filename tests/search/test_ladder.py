"""The rungs below the strict one: other words, questions, some of the words, slips."""

import pytest

from search import gathering
from search.engines import engine
from search.gathering import gather, pages
from search.index import find, put
from search.models import WordGroup
from tests.search.factories import an_entry

pytestmark = pytest.mark.django_db

TITLES = {
    1: "九江市既有住宅加装电梯管理办法",
    2: "关于做好义务教育阶段学校招生入学工作的通知",
    3: "九江市城乡居民基本医疗保险实施办法",
    4: "九江市公共租赁住房管理办法",
    5: "九江市电动汽车充电基础设施建设实施方案",
    6: "九江市人才公寓建设管理办法",
    7: "关于优化营商环境的若干措施",
    8: "九江市城乡居民最低生活保障办法",
    9: "九江市生育支持若干措施",
    10: "关于调整高龄津贴发放标准的通知",
    11: "九江市住房公积金提取管理办法",
}
BODIES = {
    9: "产假与育儿补贴。",
    11: "购房租房可提取。",
    1: "每台补助十万元。",
    2: "招生材料见附件。",
    3: "住院费用按比例支付。",
    5: "给予补助。",
}


@pytest.fixture(autouse=True)
def _entries() -> None:
    put(
        an_entry(page_id=page_id, title=title, body=BODIES.get(page_id, "各单位遵照执行。"))
        for page_id, title in TITLES.items()
    )


def sets(query: str) -> list[int]:
    return [hit.set_id for hit in find(query)]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("装电梯补贴多少钱", 1),
        ("孩子上学要什么材料", 2),
        ("医保报销多少", 3),
        ("公租房怎么申请", 4),
        ("充电桩补贴", 5),
        ("公租房", 4),
        ("充電樁", 5),
        ("电\u200b梯", 1),
        ("我娃今年六岁能上小学吗", 2),
        ("娃娃明年读一年级怎么报名", 2),
        ("女儿小升初怎么报名", 2),
        ("没房子住政府有没有便宜房租", 4),
        ("没地方住怎么办", 4),
        ("家里穷怎么领补助", 8),
        ("穷人补助", 8),
        ("没钱生活了政府管不管", 8),
        ("生娃补贴", 9),
        ("生了孩子有补助吗", 9),
    ],
)
def test_answers_a_citizen_in_his_own_words(query, answer):
    assert sets(query)[0] == answer


@pytest.mark.parametrize(
    ("query", "answer"),
    [("公祖房", 4), ("营商环镜", 7), ("人才公欲", 6), ("加装电蹄", 1), ("人材公寓", 6),
     ("人公寓", 6), ("公X寓", 6), ("充电庄", 5), ("公共租凭住房", 4)],
)  # fmt: skip
def test_forgives_one_wrong_character(query, answer):
    assert sets(query)[0] == answer


def test_puts_more_of_the_words_before_fewer():
    put([an_entry(page_id=9, title="电梯安全规定"), an_entry(page_id=8, title="电梯收费规定")])

    assert sets("电梯 收费 噪声")[0] == 8


def test_puts_the_readers_own_word_before_another_of_the_same_meaning():
    put([an_entry(page_id=page_id, title="公租房管理规定") for page_id in (8, 3)])

    assert set(sets("公租房")[:2]) == {8, 3}
    assert 4 in sets("公租房")


def test_asks_for_a_word_of_questions_when_there_is_no_other():
    put([an_entry(page_id=8, title="材料清单")])

    assert sets("什么材料")[0] == 8


def test_leaves_the_serial_and_year_when_the_letters_are_wrong():
    put([an_entry(page_id=8, number="九府办发〔2026〕31号")])

    assert sets("九府班发〔2026〕31号") == [8]


def test_follows_the_list_that_the_office_keeps():
    WordGroup.objects.create(words="筑巢、人才公寓")

    assert sets("筑巢") == [6]


def test_finds_nothing_where_nothing_is_like_it():
    assert sets("量子纠缠") == []


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("80周岁", "八十周岁以上的老年人每月领取。"),
        ("八十周岁", "80周岁以上的老年人每月领取。"),
        ("10年禁渔", "实行十年禁渔。"),
        ("第3阶梯", "第三阶梯每立方米四元。"),
        ("犬绳1.5米", "犬绳不超过一点五米。"),
        ("裁员5%", "裁员率百分之五。"),
        ("2019年建成", "二〇一九年建成。"),
    ],
)
def test_a_figure_is_found_in_the_other_numerals(query, body):
    put([an_entry(page_id=8, title="某项规定", body=body)])

    assert sets(query)[0] == 8


def test_a_word_that_is_nearly_ours_is_also_read_as_it_was_typed():
    """公祖房 is nearly 公租房, of which there is nothing; what sounds alike in a title is found."""
    put([an_entry(page_id=8, title="农村危墙整治办法")])

    assert sets("农村微墙") == [8]


def test_a_character_beside_words_stays_no_word_when_a_slip_is_looked_for():
    put([an_entry(page_id=8, title="退休审批"), an_entry(page_id=9, title="校外培训收费办法")])

    assert sets("补课班倒闭了钱怎么退")[0] == 9


def test_a_word_we_know_weighs_more_than_characters_that_meet():
    put(
        [
            an_entry(page_id=8, title="某项通知", body="房子空着的，子女空着手来。"),
            an_entry(page_id=9, title="住宅物业服务收费办法"),
        ]
    )

    assert sets("房子空着也要交物业费吗")[0] == 9


def test_what_was_found_is_not_asked_for_again(django_assert_num_queries):
    arms = {where: pages(where, engine().term("电梯")) for where in ("title", "text")}
    known = gather(arms)

    with django_assert_num_queries(0):
        again = gather({"another name": arms["title"]}, known=known)

    assert again.pages["another name"] == known.pages["title"] != {}
    assert again.total == known.total


@pytest.fixture
def seldom_common(monkeypatch):
    """A word on three pages is a common one, and no process has met any yet."""
    monkeypatch.setattr(gathering, "COMMON", 3)
    monkeypatch.setattr(gathering, "_common", gathering._Common())


def test_a_common_word_is_not_asked_for_again(seldom_common, django_assert_num_queries):
    common = {"text": pages("text", engine().term("九江"))}

    assert gather(common).pages["text"] == {}
    with django_assert_num_queries(0):
        assert gather(common).pages["text"] == {}


def test_a_word_is_asked_for_again_when_there_are_more_pages(seldom_common):
    gather({"text": pages("text", engine().term("九江"))})
    put([an_entry(page_id=20, title="九江市绿化管理办法")])
    gather({"title": pages("title", engine().term("绿化"))})

    assert gathering._common.arms == frozenset()


def test_common_words_tell_nothing_whether_remembered_or_not(seldom_common):
    first = sets("九江市加装电梯")

    assert sets("九江市加装电梯") == first
    assert first[0] == 1
