"""What was approved is what is published: whatever changed behind the guard stops it (P3)."""

from copy import deepcopy
from pathlib import Path

import pytest
from wagtail.models import Page, Revision

from interpretations.models import ChainStep, PolicyPage, Publication, Release, Topic
from interpretations.models.refusals import Changed
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute, prepare
from media.models import SiteDocument, SiteImage
from tests.factories import (
    approve,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_set,
)
from tests.support.behind import behind_the_guard, doctor, drop_trigger
from tests.support.on_disk import bytes_kept
from tests.support.state import public_rows

pytestmark = [pytest.mark.django_db, pytest.mark.violates]


@pytest.fixture(scope="module")
def built(shared_world):
    """An approved set with a topic of its own, an attachment and a picture."""
    document, image = make_document(shared_world), make_image(shared_world)
    topic = Topic.objects.create(name="临时主题", slug="linshi")
    policy = make_policy(shared_world)
    policy.topic = topic
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=shared_world.drafter)
    picture = [("picture", {"image": image, "alt": "流程"})]
    make_interpretation(policy, shared_world.drafter, body=picture)
    return approve(shared_world, submit_set(shared_world, policy)), policy, topic, document, image


@pytest.fixture
def approved(world, built):
    _release, _policy, _topic, document, image = built
    with bytes_kept(document.file, image.file):
        yield deepcopy(built)


def does_not_go_out(release, prepared=None):
    """Try to release; return why not, having seen that nothing became public."""
    before = public_rows()
    with pytest.raises(Changed) as caught:
        execute(release.pk, prepared)
    assert public_rows() == before
    assert not Publication.objects.exists()
    release.refresh_from_db()
    assert release.failure == str(caught.value)
    return str(caught.value)


def problems():
    return {violation.problem for violation in violations()}


def delete_topic(topic):
    doctor("DELETE FROM interpretations_topic WHERE id = %s", topic.pk)


def test_a_topic_deleted_in_the_database_stops_the_release(world, approved):
    release, _policy, topic, *_ = approved
    with behind_the_guard():
        PolicyPage.objects.filter(pk=release.policy_id).update(topic=None)
    delete_topic(topic)

    assert "不一致" in does_not_go_out(release)
    assert "content differs from the submitted one" in problems()


def test_a_topic_under_review_is_not_deleted_by_hand(approved):
    _release, _policy, topic, *_ = approved

    with pytest.raises(Exception, match="正在使用"):
        topic.delete()


@pytest.mark.parametrize("prepared_before", [True, False])
def test_a_file_overwritten_on_disk_stops_the_release(approved, prepared_before):
    release, _policy, _topic, document, _image = approved
    prepared = prepare(release.pk) if prepared_before else None
    Path(document.file.path).write_bytes(b"%PDF-1.4 something else")

    assert "不一致" in does_not_go_out(release, prepared)
    assert "pinned file was replaced" in problems()


def test_a_picture_overwritten_on_disk_stops_the_release(approved):
    release, *_, image = approved
    path = Path(image.file.path)
    path.write_bytes(path.read_bytes() + b"\0")

    assert "不一致" in does_not_go_out(release)
    assert "pinned file was replaced" in problems()


def test_a_file_deleted_on_disk_stops_the_release(approved):
    release, _policy, _topic, document, _image = approved
    Path(document.file.path).unlink()

    assert "不见了" in does_not_go_out(release)
    assert "pinned file is missing" in problems()


@pytest.mark.parametrize("column", ["title", "file", "file_hash"])
def test_a_row_of_an_attachment_changed_in_the_database_stops_the_release(world, approved, column):
    release, _policy, _topic, document, _image = approved
    value = make_document(world).file.name if column == "file" else "x"
    with behind_the_guard():
        SiteDocument.objects.filter(pk=document.pk).update(**{column: value})

    does_not_go_out(release)
    assert "content differs from the submitted one" in problems()


@pytest.mark.parametrize("column", ["title", "description", "credit"])
def test_words_of_a_picture_changed_in_the_database_stop_the_release(approved, column):
    release, *_, image = approved
    with behind_the_guard():
        SiteImage.objects.filter(pk=image.pk).update(**{column: "别的"})

    does_not_go_out(release)
    assert "content differs from the submitted one" in problems()


def test_a_file_whose_row_is_gone_stops_the_release(approved):
    release, _policy, _topic, document, _image = approved
    doctor("DELETE FROM media_sitedocument WHERE id = %s", document.pk)

    assert "已经不在" in does_not_go_out(release)
    assert "pinned file has no row" in problems()


def test_a_revision_rewritten_in_the_database_stops_the_release(approved):
    release = approved[0]
    revision = release.items.first().revision
    content = {**revision.content, "title": "没有人审过的标题"}
    with behind_the_guard():
        Revision.objects.filter(pk=revision.pk).update(content=content)

    assert "不一致" in does_not_go_out(release)
    assert "content differs from the submitted one" in problems()


@pytest.mark.parametrize("column", ["digest", "revision_id", "url_path"])
def test_a_pin_rewritten_in_the_database_stops_the_release(approved, column):
    release = approved[0]
    first, last = release.items.order_by("position")
    value = last.revision_id if column == "revision_id" else "x"
    with behind_the_guard():
        release.items.filter(pk=first.pk).update(**{column: value})

    assert "不一致" in does_not_go_out(release)
    assert "seal does not fit the release" in problems()


@pytest.mark.parametrize("column", ["title", "not_before", "submitted_by_id"])
def test_a_release_rewritten_in_the_database_does_not_go_out(world, approved, column):
    release = approved[0]
    value = {"title": "x", "not_before": release.submitted_at, "submitted_by_id": world.admin.pk}
    with behind_the_guard():
        Release.objects.filter(pk=release.pk).update(**{column: value[column]})

    does_not_go_out(release)
    assert "seal does not fit the release" in problems()


def test_an_approval_of_another_seal_does_not_count(approved):
    release = approved[0]
    with behind_the_guard():
        release.steps.filter(position=1).update(seal="0" * 64)

    does_not_go_out(release)


def test_a_step_taken_away_in_the_database_stops_the_release(approved):
    release = approved[0]
    step = release.steps.last()
    with behind_the_guard():
        step.groups.clear()
        release.steps.filter(pk=step.pk)._raw_delete("default")

    does_not_go_out(release)
    assert "seal does not fit the release" in problems()


def test_a_newer_revision_slipped_in_is_told_and_not_published(world, approved):
    release, policy, *_ = approved
    newer = Revision.objects.get(pk=policy.latest_revision_id)
    newer.pk, newer.content = None, {**newer.content, "title": "没有人审过的标题"}
    newer.save(force_insert=True)
    with behind_the_guard():
        Page.objects.filter(pk=policy.pk).update(latest_revision=newer)

    assert "frozen page has a newer revision" in problems()
    execute(release.pk)
    assert PolicyPage.objects.get(pk=policy.pk).title != "没有人审过的标题"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("wagtailcore_page", "title"),
        ("interpretations_policypage", "issuers"),
        ("interpretations_policypage", "body"),
    ],
)
def test_a_public_page_changed_by_hand_is_told(world, table, column):
    policy = released_set(world).policy
    key = "id" if table == "wagtailcore_page" else "page_ptr_id"
    value = "[]" if column == "body" else "改"

    doctor(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, policy.pk)

    assert problems() == {"content differs from the released one"}


def test_a_public_attachment_row_changed_by_hand_is_told(approved):
    execute(approved[0].pk)

    doctor("UPDATE interpretations_policyattachment SET title = %s", "改过的名称")

    assert problems() == {"content differs from the released one"}


@pytest.mark.parametrize(
    "name", ["guard_page_public", "guard_step_decided", "guard_ledgerentry_delete"]
)
def test_a_dropped_trigger_is_told(world, name):
    drop_trigger(name)

    assert [(o.problem, o.detail) for o in violations()] == [("trigger missing or altered", name)]


def test_an_edited_chain_neither_stops_a_release_nor_lets_it_pass_sooner(world):
    release = submit_set(world, make_set(world))
    ChainStep.objects.all().delete()

    approve(world, release)

    assert execute(release.pk).state == "released"
    assert release.steps.count() == 2
    assert problems() == set()


def test_a_file_put_back_as_it_was_is_no_obstacle(approved):
    release, _policy, _topic, document, _image = approved
    path = Path(document.file.path)
    content = path.read_bytes()
    path.write_bytes(b"something else")
    path.write_bytes(content)

    assert execute(release.pk).state == "released"
