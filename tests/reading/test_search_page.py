"""The search page: one result is one set."""

from urllib.parse import urlencode

import pytest
from django.db import connection

from home.models import SiteIdentity
from interpretations.models import InterpretationPage, PolicyPage, Topic
from interpretations.reading import search_page
from interpretations.reading.sets import public_policies_of
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    approved_set,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_set,
)

pytestmark = pytest.mark.django_db


def results(client, query, **parameters):
    return client.get("/search/", {"q": query, **parameters}).context["results"]


def test_a_set_is_one_result(world, client):
    released_set(world, interpretations=2)

    assert len(results(client, "便民措施")) == 1


def test_the_best_page_of_a_set_is_named(world, client):
    policy = make_policy(world)
    page = make_interpretation(policy, world.drafter, summary="养老金怎么领。")
    execute(approve(world, submit_set(world, policy)).pk)

    [result] = results(client, "养老金")

    assert result.page.pk == page.pk
    assert result.set.policy.pk == policy.pk


def test_the_sentence_that_answers_is_shown(world, client):
    released_set(world)

    assert "<mark>材料减半</mark>" in results(client, "材料减半")[0].excerpt


def test_the_sentence_is_marked_in_the_words_of_the_text(world, client):
    policy = make_policy(world)
    make_interpretation(policy, world.drafter, summary="申请前先看。公共租赁住房按户配租。")
    execute(approve(world, submit_set(world, policy)).pk)

    [result] = results(client, "公租房怎么申请")

    assert "<mark>公共租赁住房</mark>" in result.excerpt
    assert "<mark>申请</mark>" not in result.excerpt


def test_a_title_that_answers_brings_the_sentence_of_another_page(world, client):
    policy = make_policy(world, title="公共租赁住房管理办法")
    page = make_interpretation(policy, world.drafter, summary="公共租赁住房按户配租。")
    execute(approve(world, submit_set(world, policy)).pk)

    [result] = results(client, "公共租赁住房")

    assert (result.page.pk, "按户配租" in result.excerpt) == (page.pk, True)


def test_the_best_answer_stands_first(world, client):
    released_set(world, title="关于公积金提取的通知", doc_number="")
    best = released_set(world, title="公积金公积金公积金", doc_number="九府发〔2026〕77号")

    hits = results(client, "九府发〔2026〕77号")

    assert hits[0].set.policy.pk == best.policy_id


@pytest.mark.parametrize("unreleased", [make_set, approved_set])
def test_what_is_not_released_is_not_found(world, client, unreleased):
    unreleased(world)

    assert results(client, "便民措施") == []


def test_a_hit_whose_set_is_not_public_is_left_out(world, client, monkeypatch):
    policy = approved_set(world).policy
    hit = search_page.Hit(policy.pk, policy.pk, 1.0)
    monkeypatch.setattr(search_page.Search, "sets", lambda asked: [hit])

    response = client.get("/search/?q=便民措施")

    assert (response.context["results"], response.context["total"]) == ([], 0)
    assert policy.title not in response.text


@pytest.mark.parametrize("query", ["", "   ", "\x00", "。！？"])
def test_a_query_without_words_finds_nothing(world, client, query):
    released_set(world)

    response = client.get("/search/", {"q": query})

    assert (response.status_code, response.context["results"]) == (200, [])


@pytest.mark.parametrize(
    "query", ["便" * 20_000, "' OR 1=1 --", '"*()^:', "\ud83d\ude00", "a\x00b", "便民\n\r措施", "%"]
)
def test_odd_queries_are_no_error(world, client, query):
    data = query.encode("utf-16", "surrogatepass").decode("utf-16")

    assert client.get("/search/", {"q": data}).status_code == 200


def test_bytes_that_are_no_text_are_no_error(world, client):
    assert client.get("/search/?q=%ff%fe%ed%a0%80").status_code == 200


def test_a_query_is_never_markup(world, client):
    assert "<script>x" not in client.get("/search/", {"q": "<script>x"}).text


def test_a_page_holds_so_many_results(world, client, monkeypatch):
    monkeypatch.setattr(search_page, "PER_PAGE", 2)
    for _ in range(3):
        released_set(world)

    response = client.get("/search/?q=便民措施&page=2")

    assert (response.context["total"], len(response.context["results"])) == (3, 1)
    assert response.context["next_url"] is None
    assert response.context["previous_url"] == "?" + urlencode({"q": "便民措施"})


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "", "1" * 400])
def test_an_odd_page_number_is_no_error(world, client, page):
    released_set(world)

    assert client.get("/search/", {"q": "便民措施", "page": page}).status_code == 200


def test_a_result_links_both_halves(world, client):
    released_set(world)

    text = client.get("/search/?q=便民措施").text

    assert f'href="{PolicyPage.objects.get().url}"' in text
    assert f'href="{InterpretationPage.objects.get().url}"' in text


def test_the_search_page_is_only_read(world, client):
    assert client.post("/search/").status_code == 405


def test_an_empty_page_offers_topics_and_the_telephone(world, client):
    Topic.objects.get_or_create(slug="housing", defaults={"name": "住房"})
    SiteIdentity.objects.update(contact="0792-8888888")

    text = client.get("/search/?q=量子纠缠").text

    assert 'href="/policies/?topic=housing"' in text
    assert text.count("0792-8888888") == 2


def test_a_page_with_results_offers_no_topics(world, client):
    released_set(world)

    assert client.get("/search/?q=便民措施").context["topics"] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics")
def test_sets_are_found_by_their_numbers():
    assert "publication_newest" not in public_policies_of(range(20)).explain()
