"""Migrating on the desk: the list, what is refused, and the sample a reviewer opens."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from interpretations.models import ItemReading, Release, ReleaseRules
from interpretations.models.kinds import ReleaseKind
from tests.editorial.desk import as_user, newest, other_leader, page_of, text_of
from tests.factories import make_interpretation, make_policy

pytestmark = pytest.mark.django_db


def old(world, **fields):
    then = timezone.now() - datetime.timedelta(days=3000)
    return make_policy(world, formerly_published_at=then, **fields)


def url(world):
    return page_of("migrate", world.department.pk)


def submitted(world, count=2):
    policies = [old(world) for _ in range(count)]
    as_user(world.drafter).post(url(world), {"policies": [p.pk for p in policies]})
    return newest()


def test_the_list_says_which_documents_have_an_interpretation(world):
    bare, explained, new = old(world), old(world), make_policy(world)
    make_interpretation(explained, world.drafter)

    response = as_user(world.drafter).get(url(world))

    rows = {policy.pk: (has, ticked) for policy, has, ticked in response.context["rows"]}
    assert rows == {bare.pk: (False, True), explained.pk: (True, True)}
    assert "按「历史文件」免于解读" in text_of(response)
    assert new.title not in text_of(response)
    assert not Release.objects.exists()


def test_the_ticked_ones_go_to_review_as_one_list(world):
    release = submitted(world)

    assert (release.kind, release.items.count()) == (ReleaseKind.MIGRATION, 2)


def test_sending_the_list_twice_submits_it_once(world):
    policies = [old(world), old(world)]
    data = {"policies": [p.pk for p in policies]}
    client = as_user(world.drafter)

    answers = [client.post(url(world), data).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Release.objects.count() == 1


@pytest.mark.parametrize("value", [[], ["abc"], ["999999"], ["9" * 30]])
def test_a_list_of_nothing_is_refused_with_a_sentence(world, value):
    old(world)

    response = as_user(world.drafter).post(url(world), {"policies": value})

    assert response.status_code == 422
    assert "还不能送审" in text_of(response)
    assert not Release.objects.exists()


def test_too_many_at_once_are_refused(world):
    ReleaseRules.objects.update_or_create(pk=1, defaults={"migration_limit": 1})
    ids = [old(world).pk, old(world).pk]

    response = as_user(world.drafter).post(url(world), {"policies": ids})

    assert "一次最多迁移1组" in text_of(response)
    assert "还有 1 组" in text_of(response)


def test_a_number_that_stands_twice_is_asked_about_and_then_passes(world):
    ids = [old(world, doc_number="九府办发〔2011〕1号").pk for _ in range(2)]
    client = as_user(world.drafter)

    asked = client.post(url(world), {"policies": ids})
    passed = client.post(url(world), {"policies": ids, "confirmed": ["duplicate_number"]})

    assert asked.status_code == 422
    assert "已用于《" in text_of(asked) and 'value="duplicate_number"' in text_of(asked)
    assert passed.status_code == 302


def test_a_document_of_another_department_is_not_smuggled_in(world):
    foreign = old(world, department=world.other_department, user=world.drafter2)

    response = as_user(world.drafter).post(url(world), {"policies": [foreign.pk]})

    assert response.status_code == 422
    assert foreign.title not in text_of(response)
    assert not Release.objects.exists()


@pytest.mark.parametrize("who", ["drafter2", "editor"])
def test_only_the_department_itself_migrates(world, who):
    policy = old(world)
    client = as_user(getattr(world, who))

    assert client.get(url(world)).status_code == 404
    assert client.post(url(world), {"policies": [policy.pk]}).status_code == 404
    assert as_user(world.drafter).get(page_of("migrate", 999999)).status_code == 404
    assert Client().get(url(world)).status_code == 302


def test_the_desk_leads_to_what_waits_for_migration(world):
    assert url(world) not in text_of(as_user(world.drafter).get("/admin/"))
    old(world)

    assert url(world) in text_of(as_user(world.drafter).get("/admin/"))


def test_the_sample_says_what_is_opened_and_blocks_agreeing_until_it_is(world):
    release = submitted(world)
    client = as_user(world.leader)
    data = {"step": release.steps.first().pk, "decision": "approve", "opinion": ""}

    before = text_of(client.get(page_of("detail", release.pk)))
    refused = client.post(page_of("decide", release.pk), data)
    for item in release.items.all():
        client.get(page_of("member", release.pk, item.pk))
    after = text_of(client.get(page_of("detail", release.pk)))

    assert before.count("还没打开") == 2 and refused.status_code == 409
    assert "没有打开看过" in text_of(refused)
    assert after.count("已打开") == 2 and "还没打开" not in after
    assert client.post(page_of("decide", release.pk), data).status_code == 302


def test_a_drafter_who_looks_opens_no_sample_for_the_reviewer(world):
    release = submitted(world)

    as_user(world.drafter).get(page_of("member", release.pk, release.items.first().pk))

    text = text_of(as_user(world.leader).get(page_of("detail", release.pk)))
    assert text.count("还没打开") == 2
    assert not ItemReading.objects.filter(user=world.leader).exists()


def test_lists_say_how_many_documents_a_release_names(world):
    release = submitted(world, 3)

    for address in ("/admin/", page_of("index"), page_of("set", release.policy_id)):
        assert "等 3 份文件" in text_of(as_user(world.drafter).get(address))


def test_the_leader_of_another_department_reviews_no_list_of_this_one(world):
    release = submitted(world)

    assert as_user(other_leader(world)).get(page_of("detail", release.pk)).status_code == 404
