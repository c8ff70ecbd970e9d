"""Querysets whose SQL is written once answer like any other."""

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from interpretations.models import Topic
from interpretations.reading.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(db):
    parent = Topic.objects.create(name="住房", slug="zhufang-shi")
    return parent, Topic.objects.create(name="公租房", slug="gongzufang", parent=parent)


by_slug = Prepared(lambda slug: Topic.objects.filter(slug=slug).select_related("parent"), slug=str)
by_numbers = Prepared(lambda pks: Topic.objects.filter(pk__in=pks).order_by("pk"), pks=list)
by_place = Prepared(lambda order, pk: Topic.objects.filter(pk=pk).order_by(order), pk=int)


def test_each_value_finds_its_own_row(topics):
    assert [by_slug.ask(slug=topic.slug) for topic in topics] == [[topic] for topic in topics]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_list_of_numbers_finds_these_rows(topics, count):
    pks = sorted(topic.pk for topic in topics)[:count]

    assert [topic.pk for topic in by_numbers.ask(pks=[*pks, 999_999])] == pks


def test_a_row_carries_what_was_joined(topics, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert by_slug.ask(slug="gongzufang")[0].parent.name == "住房"


def test_an_unknown_value_finds_nothing(topics):
    assert by_slug.ask(slug="x' OR '1'='1") == []


def test_it_asks_the_database_each_time(topics):
    pk = topics[1].pk
    by_place.ask("pk", pk=pk)
    topics[1].delete()

    assert by_place.ask("pk", pk=pk) == []


def test_the_sql_is_written_once(topics, monkeypatch):
    by_place.ask("name", pk=topics[0].pk)
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *args, **kwargs: pytest.fail("again"))

    assert by_place.ask("name", pk=topics[1].pk) == [topics[1]]


def test_other_fixed_values_are_written_for_themselves(topics):
    with CaptureQueriesContext(connection) as asked:
        by_place.ask("slug", pk=1)
        by_place.ask("-slug", pk=1)

    assert [query["sql"].endswith("DESC") for query in asked] == [False, True]


def test_a_value_that_is_changed_on_its_way_is_refused(topics):
    changed = Prepared(lambda slug: Topic.objects.filter(slug=slug.upper()), slug=str)

    with pytest.raises(ValueError, match="does not reach"):
        changed.ask(slug="a")
