"""Addresses of clauses: readable, and a public one never leads to another clause."""

from hypothesis import given
from hypothesis import strategies as st

from clauses.identity.fragments import assign, readable
from tests.clauses.written import own_texts, tree_of

ARTICLE = "第六条　甲。\n乙：\n（一）丙；\n1.丁。\n（二）戊。"
NOTICE = "一、甲\n（二）乙\n3.丙\n（1）丁\n①戊\n"


def wished(text):
    return readable(tree_of(text).clauses)


def test_an_article_is_addressed_as_it_is_cited():
    assert wished(ARTICLE) == (
        "第六条",
        "第六条第二款",
        "第六条第二款第一项",
        "第六条第二款第一项第一目",
        "第六条第二款第二项",
    )


def test_a_point_of_a_notice_is_addressed_by_its_numbers():
    assert wished(NOTICE) == (
        "一",
        "一-（二）",
        "一-（二）-3",
        "一-（二）-3-（1）",
        "一-（二）-3-（1）-①",
    )


def test_an_article_is_addressed_without_its_chapter():
    assert wished("第一章　总则\n第一条　甲。") == ("第一章", "第一条")


def test_a_plan_is_addressed_by_its_whole_number():
    assert wished("1　甲\n1.1　乙\n1.1.1　丙\n（1）丁") == ("1", "1.1", "1.1.1", "1.1.1-（1）")


def test_newcomers_with_a_public_number_get_another_fragment():
    assert assign({"第六条": "old"}, [("new", "第六条"), ("old", "第七条")]).of == {
        "new": "第六条-2",
        "old": "第六条",
    }


def test_a_removed_clause_keeps_its_fragment_and_is_listed():
    fragments = assign({"第六条": "gone"}, [("new", "第六条")])

    assert (fragments.of, fragments.removed) == ({"new": "第六条-2"}, (("第六条", "gone"),))


def test_a_clause_with_several_public_fragments_keeps_all_of_them():
    fragments = assign({"第六条": "a", "第七条": "a"}, [("a", "第七条")])

    assert (fragments.of, fragments.aliases) == ({"a": "第七条"}, {"第六条": "a"})


def test_two_clauses_of_one_number_have_two_fragments():
    assert assign({}, [("a", "第六条"), ("b", "第六条")]).of == {"a": "第六条", "b": "第六条-2"}


def test_a_clause_that_comes_back_has_its_old_fragment():
    assert assign({"第六条": "a", "第六条-2": "b"}, [("a", "第六条")]).of == {"a": "第六条"}


def test_every_fragment_of_every_text_is_unique_and_fit_for_an_address():
    for name, text, _ in own_texts():
        clauses = tree_of(text).clauses
        today = list(zip((c.id for c in clauses), readable(clauses), strict=True))
        fragments = list(assign({}, today).of.values())
        assert len({*fragments}) == len(clauses), name
        assert all(f and not set(f) & set(" /#%?&\"'<>\u3000") for f in fragments), name


@given(
    st.lists(
        st.dictionaries(st.integers(0, 9), st.sampled_from("甲乙丙丁"), min_size=1), max_size=6
    )
)
def test_a_public_fragment_never_leads_to_another_clause(releases):
    public = {}
    for clauses in releases:
        fragments = assign(public, list(clauses.items()))
        assert len({*fragments.of.values()}) == len(clauses)
        for identity, fragment in fragments.of.items():
            assert public.setdefault(fragment, identity) == identity
        assert {i for _, i in fragments.removed} == {*public.values()} - {*clauses}
