"""Sets that would break, stick or slip through: each ends well or says why not."""

import os

import pytest
from django.urls import reverse

from interpretations.guard import triggers
from interpretations.models import InterpretationForm, Release, ReviewStep
from interpretations.models.refusals import Changed, Incomplete
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute, prepare
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.end import take_back, why_not_take_back
from interpretations.releases.submission.submit import NotReady
from media import renditions
from tests.factories import (
    UserFactory,
    approve,
    approved_set,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)
from tests.support.behind import doctor, restrict
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db


def illustrated(world, **image):
    """A draft set whose interpretation shows a picture."""
    picture = {"image": make_image(world, **image), "alt": "图", "caption": "", "credit": ""}
    policy = make_policy(world)
    make_interpretation(policy, world.drafter, body=[("picture", picture)])
    return policy, picture["image"]


def as_user(user):
    client = DeskClient()
    client.force_login(user)
    return client


def test_two_interpretations_of_one_form_get_two_addresses(world):
    policy = make_set(world, interpretations=1)
    other = make_interpretation(
        policy, world.drafter, form=InterpretationForm.objects.get(slug="wenda")
    )
    other.form = InterpretationForm.objects.get(slug="jiedu")
    other.save_revision(user=world.drafter)

    release = execute(approve(world, submit_set(world, policy)).pk)

    slugs = [item.slug for item in release.items.order_by("position")]
    assert slugs[1:] == ["jiedu", "jiedu-2"]


def test_a_very_tall_picture_can_be_released(world):
    policy, image = illustrated(world, size=(120, 20000))

    execute(approve(world, submit_set(world, policy)).pk)

    assert len(renditions.stored_of([image.pk])) == 2


def test_a_lost_picture_is_named_on_the_submit_page(world):
    policy, image = illustrated(world)
    image.renditions.all().delete()
    os.remove(image.file.path)

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)

    assert "已经丢失，请重新上传" in str(refused.value)


@pytest.mark.violates
def test_a_release_with_a_broken_seal_can_be_returned(world, policy):
    release = submit_set(world, policy)
    release.steps.last().groups.clear()
    step = may_decide(world.leader).get(release=release)

    decide(step.pk, world.leader, "return", "流程变了。")

    release.refresh_from_db()
    assert release.state == "returned"


def test_a_set_whose_submitter_is_gone_can_be_ended_by_its_department(world, policy):
    release = submit_set(world, policy)
    colleague = UserFactory(groups=["市住房和城乡建设局起草组"])
    assert why_not_take_back(release, colleague)
    world.drafter.is_active = False
    world.drafter.save()

    take_back(release.pk, colleague, "送审人已离职。")

    release.refresh_from_db()
    assert release.state == "returned"


@pytest.mark.violates
def test_nothing_goes_out_below_a_department_that_is_restricted(world, policy):
    restrict(world.department)

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)

    assert "设了访问限制" in str(refused.value)


def test_nothing_goes_out_below_a_department_that_is_not_public(world, policy):
    doctor("UPDATE wagtailcore_page SET live = %s WHERE id = %s", False, world.department.pk)

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)

    assert "还没有公开" in str(refused.value)


@pytest.mark.violates
def test_an_approval_without_a_person_is_no_approval(world, policy):
    release = submit_set(world, policy)
    triggers.remove()
    ReviewStep.objects.filter(release=release).update(decision="approve", seal=release.seal)
    Release.objects.filter(pk=release.pk).update(
        state="approved", due_at=release.submitted_at, approved_at=release.submitted_at
    )

    with pytest.raises(Changed, match="审核记录不完整"):
        execute(release.pk)


@pytest.mark.violates
def test_a_size_that_was_replaced_on_disk_is_not_released(world):
    policy, image = illustrated(world)
    release = approve(world, submit_set(world, policy))
    path = renditions.stored_of([image.pk])[0].file.path
    with open(path, "ab") as stored:
        stored.write(b"x")

    with pytest.raises(Changed):
        execute(release.pk)

    assert list(violations())


@pytest.mark.violates
def test_a_file_swapped_after_it_was_read_is_not_released(world):
    policy = make_policy(world)
    document = make_document(world)
    make_interpretation(
        policy, world.drafter, body=[("attachment", {"title": "表", "document": document})]
    )
    release = approve(world, submit_set(world, policy))
    prepared = prepare(release.pk)
    path, before = document.file.path, os.stat(document.file.path)
    content = document.file.read()
    with open(path, "wb") as stored:
        stored.write(content[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    with pytest.raises(Changed):
        execute(release.pk, prepared)


def test_whoever_replaces_a_file_of_a_draft_is_an_author(world, django_capture_on_commit_callbacks):
    policy = make_policy(world)
    document = make_document(world)
    body = [("attachment", {"title": "表", "document": document})]
    with django_capture_on_commit_callbacks(execute=True):
        make_interpretation(policy, world.drafter, body=body)
    data = {"title": "申请表（新）", "collection": document.collection_id, "tags": ""}
    as_user(world.leader).post(f"/admin/documents/edit/{document.pk}/", data)

    release = submit_set(world, policy)

    assert world.leader in release.authors.all()


def test_a_reviewer_is_shown_the_pinned_members_and_no_other(world, policy):
    left_out = make_interpretation(policy, world.drafter, title="还没写好的解读")
    ids = [p.pk for p in (policy, *policy.get_children()) if p.pk != left_out.pk]
    release = submit_set(world, policy, page_ids=ids)
    item = release.items.first()

    text = as_user(world.editor).get(reverse("releases:member", args=[release.pk, item.pk]))

    assert "还没写好的解读" not in text.content.decode()


def test_an_opinion_that_cannot_be_stored_decides_nothing(world, policy):
    release = submit_set(world, policy)
    step = release.steps.first()
    data = {"step": step.pk, "decision": "approve", "opinion": "同意\x00"}

    response = as_user(world.leader).post(reverse("releases:decide", args=[release.pk]), data)

    step.refresh_from_db()
    assert response.status_code == 422
    assert step.decision == ""


@pytest.mark.parametrize("number", ["²", "１", "9" * 30, "-1"])
def test_odd_numbers_in_forms_are_no_errors(world, number, policy):
    response = as_user(world.drafter).post(
        f"/admin/releases/submit/{policy.pk}/", {"members": [number], "when": "now"}
    )

    assert response.status_code == 422


def test_strangers_get_the_same_answer_for_a_draft_and_for_nothing(world, policy):
    stranger = as_user(world.drafter2)

    answers = {
        stranger.get(f"/admin/releases/submit/{pk}/").status_code for pk in (policy.pk, 999999)
    }

    assert answers == {404}


def test_an_approved_set_is_released_once_its_half_is_complete(world):
    release = approved_set(world)

    with pytest.raises(Incomplete):
        take_back(release.pk, world.drafter, "  ")

    assert execute(release.pk).state == "released"
