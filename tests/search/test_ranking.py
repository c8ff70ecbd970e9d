"""Which pages stay when more of them answer than a list can show, and in what order sets stand."""

import pytest

from search.index import find, put
from search.ranking import CANDIDATES_PER_HIT, Hit, best_of, hits_of
from tests.search.factories import an_entry

pytestmark = pytest.mark.django_db


def test_the_best_pages_stay_and_of_equals_the_newest():
    scores = {page_id: float(page_id == 1) for page_id in range(1, 2 * CANDIDATES_PER_HIT + 1)}

    kept = best_of(scores, 1)

    assert sorted(kept) == [1, *sorted(scores)[1 - CANDIDATES_PER_HIT :]]


def test_a_set_has_the_page_of_its_first_rung():
    put([an_entry(page_id=1, set_id=1), an_entry(page_id=2, set_id=1, kind="interpretation")])

    assert hits_of([{2: 1.0}, {1: 9.0}], 10) == [Hit(1, 2, 1.0)]


def test_no_page_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert hits_of([{}], 10) == []


@pytest.mark.parametrize("pages", [4, 250])
def test_one_character_is_asked_for_among_few_pages_and_many(pages):
    put(
        an_entry(page_id=at, set_id=at, title="绿化", body="养护 路灯" if at % 2 else "养护 桥")
        for at in range(1, pages + 1)
    )

    found = [hit.set_id for hit in find("绿化 养护 路", limit=pages)]

    assert sorted(found[: pages // 2]) == list(range(1, pages, 2))
