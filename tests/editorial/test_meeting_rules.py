"""Where rules meet: what a refused form shows next, who sees what came back, who still signs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete
from interpretations.releases.review.decide import decide
from interpretations.releases.scheduling.times import set_time
from interpretations.releases.submission.join import join
from tests.editorial.desk import as_user, duty_officer, page_of, public_set
from tests.factories import (
    approved_set,
    edit,
    fresh,
    hand_over,
    make_interpretation,
    make_set,
    submit_kind,
    submit_set,
)

pytestmark = pytest.mark.django_db
WHY = "《秘密文件乙》的金额写错了"


def tomorrow():
    return timezone.localtime(timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("origin", ["null", "nonsense", "file://"])
def test_a_form_of_an_opaque_origin_gets_no_button_of_ours(world, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.admin)
    address = "/admin/snippets/interpretations/topic/add/"

    answer = client.post(address, {"name": "别处来的"}, headers={"origin": origin})

    assert answer.status_code == 403
    assert "别处来的" not in answer.text


def test_a_refused_emergency_does_not_take_what_changed_meanwhile_as_shown(world):
    policy = make_set(world)
    client, url = as_user(duty_officer()), page_of("emergency", policy.pk)
    shown = client.get(url).context["shown"]
    edit(policy, world.drafter, title="中途改过的标题")

    answer = client.post(url, {"kind": "first", "reason": " ", "shown": str(shown)})

    assert answer.status_code == 409


def test_a_refused_time_does_not_take_a_colleagues_time_as_shown(world):
    release = submit_set(world, make_set(world))
    client = as_user(world.editor)
    shown = client.get(page_of("detail", release.pk)).context["shown"]
    set_time(release.pk, world.editor, tomorrow())

    data = {"when": "later", "scheduled_for": f"{tomorrow():%Y-%m-%d}", "shown": shown}
    answer = client.post(page_of("time", release.pk), data)

    assert answer.status_code == 409


@pytest.fixture
def handed_over(world):
    policy = public_set(world)
    hand_over(world, policy)
    return fresh(policy)


def test_a_former_department_sees_no_draft_of_the_new_one(world, handed_over):
    make_interpretation(handed_over, world.drafter2, title="新部门机密解读")

    assert "新部门机密" not in as_user(world.drafter).get(page_of("set", handed_over.pk)).text


def test_a_former_department_reads_no_return_of_the_new_one(world, handed_over):
    page = make_interpretation(handed_over, world.drafter2, title="新部门机密解读")
    release = submit_kind(
        world, handed_over, ReleaseKind.SUPPLEMENT, user=world.drafter2, page_ids=[page.pk]
    )
    decide(release.steps.first().pk, world.leader2, "return", "机密理由")

    assert "机密" not in as_user(world.drafter).get(page_of("ledger", handed_over.pk)).text


def test_a_joint_department_reads_no_reason_about_another_document(world):
    joint, secret = make_set(world), make_set(world, title="秘密文件乙")
    join(joint.pk, world.drafter, [world.other_department.pk])
    release = submit_kind(world, joint, ReleaseKind.FIRST, further=frozenset([secret.pk]))
    decide(release.steps.first().pk, world.leader, "return", WHY)
    editor = reverse("wagtailadmin_pages:edit", args=[joint.pk])

    assert WHY not in as_user(world.drafter2).get(editor).text
    assert WHY in as_user(world.drafter).get(editor).text


def test_who_lost_the_office_sets_no_time(world):
    release = approved_set(world, scheduled_for=tomorrow())
    world.editor.groups.set([Group.objects.get(name=f"{world.department.title}起草组")])

    as_user(world.editor).post(page_of("time", release.pk), {"when": "now"})

    assert fresh(release).state == "approved"


def test_nothing_is_pinned_to_the_top_after_its_last_day(world):
    policy, until = public_set(world), timezone.localdate() + timedelta(days=2)
    release = submit_kind(world, policy, ReleaseKind.FEATURE, page_ids=[], feature_until=until)

    with pytest.raises(Incomplete):
        set_time(release.pk, world.editor, timezone.now() + timedelta(days=30))
