"""The desk's pages: who sees which release, what the buttons say, what a stale form gets."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.rich_text import RichText
from wagtail.users.models import UserProfile

from interpretations.models import Release
from interpretations.releases.review.decide import decide
from interpretations.releases.submission.submit import candidates
from tests.factories import (
    UserFactory,
    approve,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db


def as_user(user):
    client = DeskClient()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def built(shared_world):
    """A release under review."""
    return submit_set(shared_world, make_set(shared_world))


@pytest.fixture
def release(world, built):
    return Release.objects.get(pk=built.pk)


def detail(release):
    return reverse("releases:detail", args=[release.pk])


@pytest.mark.parametrize("who", ["drafter", "leader", "editor", "admin"])
def test_everybody_with_a_part_in_a_release_sees_it(world, release, who):
    assert as_user(getattr(world, who)).get(detail(release)).status_code == 200


def test_another_department_does_not_learn_that_a_release_exists(world, release):
    client = as_user(world.drafter2)

    assert client.get(detail(release)).status_code == 404
    assert release.title not in client.get("/admin/releases/").content.decode()
    assert release.title not in client.get("/admin/").content.decode()


def test_a_reviewer_sees_each_member_as_it_was_pinned(world, release):
    item = release.items.last()

    response = as_user(world.editor).get(reverse("releases:member", args=[release.pk, item.pk]))

    assert item.title in response.content.decode()


def test_a_reviewer_sees_the_pictures_of_the_set_and_others_do_not(world):
    image = make_image(world)
    policy = make_policy(world)
    picture = {"image": image, "alt": "图", "caption": "", "credit": ""}
    make_interpretation(policy, world.drafter, body=[("picture", picture)])
    submit_set(world, policy)
    url = image.get_rendition("max-480x16000|format-webp").url

    assert as_user(world.editor).get(url).status_code == 200
    assert as_user(world.drafter2).get(url).status_code == 404
    assert Client().get(url).status_code == 404


def test_a_doubled_decision_is_told_who_decided(world, release):
    step = release.steps.first()
    data = {"step": step.pk, "decision": "approve", "opinion": "同意"}
    url = reverse("releases:decide", args=[release.pk])
    client = as_user(world.leader)
    client.post(url, data)

    again = client.post(url, data)

    assert again.status_code == 409
    assert f"已由{world.leader.name}处理" in again.content.decode()


def test_a_refused_return_keeps_what_was_typed(world, release):
    url = reverse("releases:decide", args=[release.pk])
    data = {"step": release.steps.last().pk, "decision": "return", "opinion": "我写了很久的理由"}

    response = as_user(world.leader).post(url, data)

    assert response.status_code == 409
    assert "我写了很久的理由" in response.content.decode()


@pytest.mark.parametrize("step", ["", "x", "999999", "9" * 40])
def test_a_form_without_a_real_step_is_told_to_reload(world, release, step):
    url = reverse("releases:decide", args=[release.pk])

    response = as_user(world.leader).post(url, {"step": step, "decision": "approve"})

    assert response.status_code == 409
    assert "请刷新后再试" in response.content.decode()


def test_the_submitter_is_told_why_the_step_is_not_theirs(world, release):
    text = as_user(world.drafter).get(detail(release)).content.decode()

    assert "您是送审人，不能审核自己送审的内容" in text


def test_a_superuser_finds_no_button_to_decide(world, release):
    text = as_user(world.admin).get(detail(release)).content.decode()

    assert 'name="decision"' not in text


def test_submission_keeps_ticks_and_time_when_it_is_refused(world):
    policy = make_set(world, interpretations=2)
    pages = candidates(policy)
    data = {
        "members": [pages[0].pk, pages[1].pk],
        "when": "later",
        "scheduled_for": "2020-01-01 08:00",
    }

    response = as_user(world.drafter).post(f"/admin/releases/submit/{policy.pk}/", data)
    text = response.content.decode()

    assert response.status_code == 422
    assert "发布时间已经过去" in text
    assert "2020-01-01 08:00" in text
    assert text.count(" checked") == 3  # two members and the choice of the time
    assert not policy.releases.exists()


def test_a_document_without_interpretation_says_what_to_do(world):
    policy = make_policy(world)

    text = as_user(world.drafter).get(f"/admin/releases/submit/{policy.pk}/").content.decode()

    assert "请先写一份解读，文件和解读一起送审" in text


def test_an_unfinished_interpretation_is_left_out_unless_it_is_ticked(world):
    policy = make_set(world)
    unfinished = make_interpretation(policy, world.drafter, summary="", interpreter="")

    response = as_user(world.drafter).get(f"/admin/releases/submit/{policy.pk}/")

    rows = {row["page"].pk: row for row in response.context["rows"]}
    assert not rows[unfinished.pk]["ticked"]
    assert rows[policy.pk]["ticked"]


def test_a_duplicate_number_has_to_be_confirmed(world):
    make_policy(world, doc_number="九府发〔2026〕7号")
    policy = make_set(world, doc_number="九府发[2026]07号")
    data = {"members": [page.pk for page in candidates(policy)], "when": "now"}
    client = as_user(world.drafter)
    url = f"/admin/releases/submit/{policy.pk}/"

    refused = client.post(url, data)
    passed = client.post(url, {**data, "confirmed": ["duplicate_number"]})

    assert refused.status_code == 422
    assert "请核对" in refused.content.decode()
    assert passed.status_code == 302


def test_what_the_door_found_in_a_file_is_confirmed_on_the_page(world):
    policy = make_set(world)
    document = make_document(world)
    document.examination = {"told": [["hidden_sheets", {"sheets": "底稿"}]]}
    document.save()
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    data = {"members": [page.pk for page in candidates(policy)], "when": "now"}
    client = as_user(world.drafter)
    url = f"/admin/releases/submit/{policy.pk}/"

    refused = client.post(url, data)
    (code, sentence, _ticked) = refused.context["warnings"][0]
    passed = client.post(url, {**data, "confirmed": [code]})

    assert refused.status_code == 422
    assert "底稿" in sentence
    assert passed.status_code == 302


def test_a_member_of_another_set_cannot_be_smuggled_in(world):
    policy, other = make_set(world), make_set(world)
    data = {"members": [policy.pk, candidates(other)[1].pk], "when": "now"}

    response = as_user(world.drafter).post(f"/admin/releases/submit/{policy.pk}/", data)

    assert response.status_code == 422
    assert not policy.releases.exists()


def test_another_departments_drafter_cannot_submit(world):
    policy = make_set(world)

    response = as_user(world.drafter2).get(f"/admin/releases/submit/{policy.pk}/")

    assert response.status_code in (302, 404)
    assert policy.title not in response.content.decode()


def test_signing_a_scheduled_set_tells_when_it_becomes_public(world, release):
    approve(world, release)

    text = as_user(world.editor).get(detail(release)).content.decode()

    assert "已签发" in text


def test_the_last_reviewer_reads_of_the_publication_in_the_language_of_the_desk(world, release):
    UserProfile.objects.create(user=world.editor, preferred_language="en")
    decide(release.steps.first().pk, world.leader, "approve", "同意")
    data = {"step": release.steps.last().pk, "decision": "approve", "opinion": "同意"}

    client = as_user(world.editor)
    url = reverse("releases:decide", args=[release.pk])
    text = client.post(url, data, follow=True).content.decode()

    assert "the document and its interpretations went public together" in text


def test_anonymous_visitors_meet_the_login(release):
    for path in (detail(release), "/admin/releases/", f"/admin/releases/{release.pk}/decide/"):
        assert Client().get(path).status_code == 302


def test_a_person_without_any_group_sees_no_release(release):
    stranger = UserFactory()

    assert as_user(stranger).get("/admin/releases/").status_code in (302, 403)


def test_preview_of_a_draft_shows_what_was_typed(world):
    policy = make_policy(world, body=[("text", RichText("<p>只在草稿里的一句话。</p>"))])

    text = as_user(world.drafter).get(f"/admin/pages/{policy.pk}/view_draft/").content.decode()

    assert "只在草稿里的一句话。" in text
