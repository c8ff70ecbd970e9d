"""From submission to release or return the set is frozen, whoever asks (P3)."""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Page, Revision

from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.models.refusals import Frozen, Incomplete, NotYours, Refusal, Stale
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.review.end import take_back
from media.models import FrozenFile
from media.refusals import FileInUse
from tests.factories import (
    approve,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)

pytestmark = pytest.mark.django_db


def return_it(world, release):
    step = may_decide(world.leader).get(release=release)
    return decide(step.pk, world.leader, "return", "请补充依据。")


def members(release):
    return [item.page.specific for item in release.items.select_related("page")]


@pytest.fixture(scope="module")
def built(shared_world):
    """A submitted set with an attachment and a picture."""
    document, image = make_document(shared_world), make_image(shared_world)
    policy = make_policy(shared_world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=shared_world.drafter)
    picture = [("picture", {"image": image, "alt": "流程"})]
    make_interpretation(policy, shared_world.drafter, body=picture)
    return submit_set(shared_world, policy), document, image


@pytest.fixture
def illustrated(world, built):
    return deepcopy(built)


@pytest.fixture
def release(illustrated):
    return illustrated[0]


@pytest.mark.parametrize("stage", ["in_review", "approved"])
def test_refuses_a_new_draft_of_a_member(world, release, stage):
    if stage == "approved":
        approve(world, release)

    for page in members(release):
        before = Revision.objects.count()
        with pytest.raises(Frozen):
            page.save_revision(user=world.drafter)
        assert Revision.objects.count() == before


def test_refuses_to_overwrite_the_pinned_revision(world, release):
    page = release.policy
    pinned = page.latest_revision
    content = pinned.content

    with pytest.raises(Frozen):
        page.save_revision(user=world.drafter, overwrite_revision=pinned)

    assert Revision.objects.get(pk=pinned.pk).content == content


def test_refuses_to_save_a_frozen_page(release):
    page = release.policy
    page.title = "别的标题"

    with pytest.raises(Frozen):
        page.save()


def test_refuses_to_delete_a_frozen_page(release):

    for page in members(release):
        with pytest.raises(Frozen):
            page.delete()
    assert Page.objects.filter(release_items__release=release).count() == 2


@pytest.mark.parametrize("column", ["title", "slug", "draft_title", "latest_revision_id"])
def test_refuses_an_update_behind_the_model(release, column):
    value = None if column == "latest_revision_id" else "x"

    with pytest.raises(IntegrityError, match="guard:frozen"), transaction.atomic():
        Page.objects.filter(pk=release.policy_id).update(**{column: value})


def test_refuses_to_change_the_words_of_a_frozen_picture(world, illustrated):
    _release, _document, image = illustrated
    image.description = "别的说明"

    with pytest.raises(FileInUse):
        image.save()


def test_refuses_to_replace_a_frozen_file(world, illustrated):
    _release, document, _image = illustrated
    document.file = ContentFile(b"%PDF-1.4 another", name="another.pdf")

    with pytest.raises(FileInUse):
        document.save()


@pytest.mark.parametrize("which", [1, 2], ids=["document", "image"])
def test_refuses_to_delete_a_frozen_file(world, illustrated, which):
    with pytest.raises((FileInUse, ProtectedError)), transaction.atomic():
        illustrated[which].delete()


@pytest.mark.parametrize("which", [1, 2], ids=["document", "image"])
def test_refuses_to_change_a_frozen_file_behind_the_model(world, illustrated, which):
    frozen = type(illustrated[which]).objects.filter(pk=illustrated[which].pk)

    with pytest.raises(IntegrityError, match="guard:file_in_use"), transaction.atomic():
        frozen.update(title="别的名称")


def test_a_frozen_file_may_be_saved_unchanged(world, illustrated):
    _release, document, image = illustrated

    document.save()
    image.save()


def test_after_a_return_everything_can_be_edited(world, release, illustrated):
    _release, document, image = illustrated
    return_it(world, release)

    for page in members(release):
        page.title += "（修改）"
        page.save_revision(user=world.drafter)
    image.description = "新的说明"
    image.save()
    document.title = "新的名称"
    document.save()
    assert not FrozenFile.objects.exists()


def test_a_return_keeps_the_reason(world, release):
    release = return_it(world, release)

    assert (release.state, release.end_reason) == ("returned", "请补充依据。")
    assert release.ledger.last().why == "请补充依据。"


def test_what_is_submitted_again_is_a_new_release_from_the_first_step(world):
    policy = make_set(world)
    first = submit_set(world, policy)
    decide(may_decide(world.leader).get(release=first).pk, world.leader, "approve")
    decide(may_decide(world.editor).get(release=first).pk, world.editor, "return", "标题有误。")

    second = submit_set(world, policy)

    assert second.pk != first.pk
    assert may_decide(world.leader).filter(release=second).exists()
    assert not second.steps.exclude(decision="").exists()


def test_autosave_after_a_return_writes_beside_the_revision_that_was_reviewed(world):
    policy = make_set(world)
    release = return_it(world, submit_set(world, policy))
    reviewed = release.items.get(page_id=policy.pk).revision
    page = PolicyPage.objects.get(pk=policy.pk)
    page.title = "改过的标题"

    saved = page.save_revision(user=world.drafter, overwrite_revision=reviewed)

    assert saved.pk != reviewed.pk
    assert Revision.objects.get(pk=reviewed.pk).content == reviewed.content


def test_autosave_of_a_revision_that_no_release_names_overwrites_it(world):
    policy = make_set(world)
    revision = policy.latest_revision
    policy.title = "改过的标题"

    assert policy.save_revision(user=world.drafter, overwrite_revision=revision).pk == revision.pk


@pytest.mark.parametrize("end", ["return", "release"])
def test_the_revision_that_was_reviewed_cannot_be_rewritten_or_deleted(world, release, end):
    execute(approve(world, release).pk) if end == "release" else return_it(world, release)
    revision = release.items.first().revision
    revision.content = {**revision.content, "title": "改写"}

    with pytest.raises(Refusal):
        revision.save()
    with pytest.raises((Refusal, ProtectedError)), transaction.atomic():
        revision.delete()


def test_a_page_that_a_release_named_is_never_deleted(world, release):
    release = return_it(world, release)

    with pytest.raises(Refusal, match="发布单记录"):
        release.policy.delete()


def test_files_of_a_public_set_stay_as_they_are(world, release, illustrated):
    _release, document, image = illustrated
    execute(approve(world, release).pk)
    image.description = "新的说明"

    with pytest.raises(FileInUse):
        image.save()
    with pytest.raises((FileInUse, ProtectedError)), transaction.atomic():
        document.delete()


def test_another_set_can_be_edited_meanwhile(world, release):
    other = make_set(world)
    other.title = "关于另一件事的通知"

    other.save_revision(user=world.drafter)

    assert PolicyPage.objects.get(pk=other.pk).draft_title == "关于另一件事的通知"


def test_an_interpretation_may_be_written_for_a_document_under_review(world, release):

    page = make_interpretation(release.policy, world.drafter)

    assert InterpretationPage.objects.get(pk=page.pk).latest_revision_id


@pytest.mark.parametrize("stage", ["in_review", "approved"])
def test_the_submitter_takes_a_set_back(world, release, stage):
    if stage == "approved":
        approve(world, release)

    taken = take_back(release.pk, world.drafter, "还要改。")

    assert taken.state == "returned"
    PolicyPage.objects.get(pk=release.policy_id).save_revision(user=world.drafter)


def test_a_reviewer_takes_back_only_what_is_approved(world, release):
    with pytest.raises(NotYours):
        take_back(release.pk, world.leader, "停一下。")
    approve(world, release)

    assert take_back(release.pk, world.leader, "停一下。").state == "returned"


@pytest.mark.parametrize("who", ["drafter2", "admin"])
def test_nobody_else_takes_a_set_back(world, release, who):
    release = approve(world, release)

    with pytest.raises(NotYours):
        take_back(release.pk, getattr(world, who), "不想发。")


def test_taking_back_needs_a_reason(world, release):

    with pytest.raises(Incomplete):
        take_back(release.pk, world.drafter, " ")
    assert Release.objects.get(pk=release.pk).state == "in_review"


def test_what_is_public_cannot_be_taken_back(world, release):
    release = execute(approve(world, release).pk)

    with pytest.raises(Stale):
        take_back(release.pk, world.drafter, "后悔了。")
