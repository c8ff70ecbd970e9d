"""Who may decide is said before a set is submitted, step by step, and why others may not (P4)."""

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interpretations.models import Deputation
from interpretations.releases.review.decide import may_decide
from interpretations.releases.review.deciders import deciders
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import MINE, OTHER, UserFactory, edit, make_set, submit_set

NOBODY = "「部门负责人审核」现在没有人可以审"


def form(world, policy, user=None):
    return text_of(as_user(user or world.drafter).get(page_of("submit", policy.pk)))


def only_editor_leads(world):
    world.leader.groups.add(Group.objects.get(name="新闻办"))
    world.editor.groups.clear()


def test_each_step_names_who_may_decide_it(world):
    text = form(world, make_set(world))

    assert world.leader.get_full_name() in text
    assert world.editor.get_full_name() in text
    assert world.leader2.get_full_name() not in text


def test_a_deputy_is_named_as_well(world):
    deputy, today = UserFactory(name="李代理"), timezone.localdate()
    Deputation.objects.create(principal=world.leader, deputy=deputy, starts=today, ends=today)

    assert "李代理" in form(world, make_set(world))


def test_the_only_leader_who_wrote_is_named_with_what_they_wrote_before_submission(world):
    policy = make_set(world)
    title = edit(policy, world.leader, title=f"{policy.title}。").title

    text = form(world, policy)

    assert NOBODY in text
    assert f"{world.leader.get_full_name()}写过「{title}」" in text


def test_the_only_leader_who_submits_is_told_before(world):
    text = form(world, make_set(world), world.leader)

    assert NOBODY in text
    assert f"{world.leader.get_full_name()}是送审人" in text


def test_a_group_without_people_is_told(world):
    world.leader.groups.remove(Group.objects.get(name="部门负责人"))

    text = form(world, make_set(world))

    assert NOBODY in text
    assert "请管理员把审核人加进这个用户组" in text


def test_two_steps_with_one_person_are_told(world):
    only_editor_leads(world)

    assert "一个人只能审一步" in form(world, make_set(world))


def test_nothing_is_told_where_every_step_has_somebody(world):
    text = form(world, make_set(world))

    assert NOBODY not in text
    assert "一个人只能审一步" not in text


def test_who_is_named_for_a_step_is_who_may_decide_it(world):
    strangers = [UserFactory(groups=[f"{OTHER}起草组", "部门负责人"]), UserFactory(is_active=False)]
    mate = UserFactory(groups=[f"{MINE}起草组", "部门负责人"])
    release = submit_set(world, make_set(world))
    people = [*world.reviewers, *world.people, *strangers, mate]

    may = {user.pk for user in people if may_decide(user).filter(release=release).exists()}

    assert {user.pk for user in deciders(release)} == may == {world.leader.pk, mate.pk}


def test_asking_who_may_decide_costs_the_same_for_one_and_for_many(world):
    release = submit_set(world, make_set(world))
    with CaptureQueriesContext(connection) as one:
        deciders(release)
    UserFactory.create_batch(5, groups=[f"{MINE}起草组", "部门负责人"])
    with CaptureQueriesContext(connection) as many:
        assert len(deciders(release)) == 6

    assert len(many) <= len(one)
