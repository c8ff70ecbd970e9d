"""代理 on the desk: appointed by oneself or an administrator, ended at once, or refused."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from interpretations.models import Deputation
from interpretations.releases.review.decide import may_decide
from tests.editorial.desk import as_user, other_leader, page_of, text_of
from tests.factories import UserFactory, make_set, submit_set

pytestmark = pytest.mark.django_db

URL = "/admin/releases/deputies/"


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


def form(deputy, starts=0, ends=3, **more):
    return {"deputy": deputy.pk, "starts": day(starts), "ends": day(ends), **more}


@pytest.fixture
def deputy(world):
    return other_leader(world)


@pytest.fixture
def standing(world, deputy):
    return Deputation.objects.create(
        principal=world.leader, deputy=deputy, starts=day(0), ends=day(3)
    )


def test_a_person_appoints_their_own_deputy(world, deputy):
    release = submit_set(world, make_set(world))

    response = as_user(world.leader).post(URL, form(deputy))

    row = Deputation.objects.get()
    assert response.status_code == 302
    assert (row.principal, row.deputy) == (world.leader, deputy)
    assert may_decide(deputy).filter(release=release).exists()


def test_looking_at_the_page_changes_nothing(world, deputy):
    assert as_user(world.leader).get(URL).status_code == 200
    assert not Deputation.objects.exists()


def test_a_visitor_is_asked_to_sign_in(world, deputy):
    assert Client().post(URL, form(deputy)).status_code == 401
    assert not Deputation.objects.exists()


def test_the_desk_says_for_whom_one_stands_in(world, standing, deputy):
    assert f"您现在代理{world.leader.name}" in text_of(as_user(deputy).get("/admin/"))
    assert "您现在代理" not in text_of(as_user(world.leader).get("/admin/"))


def test_the_release_says_for_whom_the_deputy_would_decide(world, standing, deputy):
    release = submit_set(world, make_set(world))

    text = text_of(as_user(deputy).get(page_of("detail", release.pk)))

    assert f"您代理{world.leader.name}审这一步" in text


def test_the_step_names_both_once_it_is_decided(world, standing, deputy):
    release = submit_set(world, make_set(world))
    data = {"step": release.steps.first().pk, "decision": "approve", "opinion": ""}

    as_user(deputy).post(page_of("decide", release.pk), data)

    text = text_of(as_user(world.drafter).get(page_of("detail", release.pk)))
    assert f"{deputy.name}（代{world.leader.name}）" in text


def test_nobody_appoints_a_deputy_for_somebody_else(world, deputy):
    as_user(world.editor).post(URL, form(deputy, principal=world.leader.pk))

    assert Deputation.objects.get().principal == world.editor


def test_an_administrator_appoints_for_anybody(world, deputy):
    as_user(world.admin).post(URL, form(deputy, principal=world.leader.pk))

    assert Deputation.objects.get().principal == world.leader


def test_whoever_keeps_the_list_of_people_is_an_administrator_here(world, deputy):
    keeper = UserFactory(groups=["新闻办"])
    keeper.user_permissions.add(Permission.objects.get(codename="change_user"))

    as_user(keeper).post(URL, form(deputy, principal=world.leader.pk))

    assert Deputation.objects.get().principal == world.leader


REFUSED = {
    "the last day lies before the first": ({"starts": 3, "ends": 1}, "结束的日子早于开始的日子"),
    "it began in the past": ({"starts": -1, "ends": 1}, "开始的日子已经过去"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nonsense_days_are_refused(world, deputy, case):
    days, sentence = REFUSED[case]

    response = as_user(world.leader).post(URL, form(deputy, **days))

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Deputation.objects.exists()


def test_nobody_stands_in_for_themselves(world):
    own = as_user(world.leader).post(URL, form(world.leader))
    by_admin = as_user(world.admin).post(URL, form(world.leader, principal=world.leader.pk))

    assert (own.status_code, by_admin.status_code) == (422, 422)
    assert "代理人要是另外一个人" in text_of(by_admin)
    assert not Deputation.objects.exists()


def test_somebody_who_has_left_is_no_deputy(world, deputy):
    deputy.is_active = False
    deputy.save()

    assert as_user(world.leader).post(URL, form(deputy)).status_code == 422
    assert not Deputation.objects.exists()


def test_somebody_who_cannot_enter_the_desk_is_no_deputy(world):
    response = as_user(world.leader).post(URL, form(UserFactory(name="门外人")))

    assert "门外人不能进入发布台" in text_of(response)
    assert not Deputation.objects.exists()


def test_a_second_deputy_on_the_same_days_is_refused_by_name(world, standing, deputy):
    response = as_user(world.leader).post(URL, form(world.editor, starts=3, ends=9))

    assert response.status_code == 422
    assert f"已由{deputy.name}代理" in text_of(response)
    assert Deputation.objects.count() == 1


def test_sending_the_form_twice_appoints_once(world, deputy):
    client = as_user(world.leader)

    answers = [client.post(URL, form(deputy)).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert Deputation.objects.count() == 1


def test_the_next_days_are_free(world, standing):
    assert as_user(world.leader).post(URL, form(world.editor, 4, 9)).status_code == 302


def test_a_deputy_who_is_away_is_refused(world, standing):
    response = as_user(world.editor).post(URL, form(world.leader))

    assert f"{world.leader.name}在" in text_of(response) and "请换一个人" in text_of(response)
    assert Deputation.objects.count() == 1


def test_whoever_stands_in_for_another_ends_that_first(world, standing, deputy):
    response = as_user(deputy).post(URL, form(world.editor))

    assert "请先结束那一项" in text_of(response)


@pytest.mark.parametrize("value", ["", "abc", "999999", "9" * 30])
@pytest.mark.parametrize("key", ["deputy", "starts", "ends"])
def test_a_form_with_nonsense_is_answered_with_the_form(world, deputy, key, value):
    response = as_user(world.leader).post(URL, {**form(deputy), key: value})

    assert response.status_code == 422
    assert not Deputation.objects.exists()


@pytest.mark.parametrize("who", ["leader", "deputy", "admin"])
def test_both_and_the_administrator_may_end_it_at_once(world, standing, deputy, who):
    user = deputy if who == "deputy" else getattr(world, who)
    release = submit_set(world, make_set(world))

    as_user(user).post(page_of("end_deputation", standing.pk))

    assert not may_decide(deputy).filter(release=release).exists()


def test_one_that_ran_for_days_stays_on_record(world, standing):
    Deputation.objects.update(starts=day(-5))

    as_user(world.leader).post(page_of("end_deputation", standing.pk))

    assert Deputation.objects.get().ends == day(-1)


def test_nobody_else_ends_it(world, standing, deputy):
    response = as_user(world.editor).post(page_of("end_deputation", standing.pk), follow=True)

    assert "只有本人、代理人或管理员" in text_of(response)
    assert Deputation.objects.get().ends == day(3)


def test_ending_twice_or_what_never_was_is_told(world, standing):
    client = as_user(world.leader)
    client.post(page_of("end_deputation", standing.pk))

    for pk in (standing.pk, 999999):
        answer = client.post(page_of("end_deputation", pk), follow=True)
        assert "这项代理已经结束" in text_of(answer)


def test_ending_needs_a_post(world, standing):
    assert as_user(world.leader).get(page_of("end_deputation", standing.pk)).status_code == 405
    assert Deputation.objects.exists()


def test_others_deputies_are_not_listed(world, standing, deputy):
    assert deputy.name not in text_of(as_user(world.editor).get(URL)).partition("appoint")[0]
    assert str(deputy.name) in text_of(as_user(world.admin).get(URL)).partition("appoint")[0]
