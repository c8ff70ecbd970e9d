"""A pin that was made before the lock is used only if it still says what would be published."""

import pytest

from interpretations.models import FurtherPolicy, PolicyPage, PolicyRelation
from interpretations.releases.pins.pin import as_published, member_digest
from interpretations.releases.pins.references import reached_by
from interpretations.releases.submission import submit as submitting
from interpretations.releases.submission.submit import NotReady
from tests.factories import (
    edit,
    fresh,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_policy,
    make_set,
    submit_set,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen after the pins were made and before the set is locked."""
    lock = submitting.lock_members

    def happens(change):
        def change_and_lock(policies):
            change()
            lock(policies)

        monkeypatch.setattr(submitting, "lock_members", change_and_lock)

    return happens


def illustrated_set(world, image):
    policy = make_policy(world)
    make_interpretation(policy, world.drafter, body=[("picture", {"image": image, "alt": "流程"})])
    return policy


def assert_pins_what_is_there(release):
    for item in release.items.all():
        shown = as_published(item.revision, item.slug, item.url_path)
        assert item.digest == member_digest(shown, reached_by(shown))
        assert item.revision_id == fresh(item.page).latest_revision_id


def test_a_draft_saved_meanwhile_is_what_is_pinned(world, meanwhile):
    policy = make_set(world)
    meanwhile(lambda: edit(policy, world.drafter, title="关于最新一稿的通知"))

    release = submit_set(world, policy)

    assert release.title == "关于最新一稿的通知"
    assert_pins_what_is_there(release)


def test_a_draft_overwritten_meanwhile_is_what_is_pinned(world, meanwhile):
    policy = make_set(world)
    revision, draft = policy.latest_revision, policy.get_latest_revision_as_object()
    draft.title = "关于改在原稿上的通知"
    meanwhile(lambda: draft.save_revision(user=world.drafter, overwrite_revision=revision))

    release = submit_set(world, policy)

    assert release.title == "关于改在原稿上的通知"
    assert_pins_what_is_there(release)


def test_a_file_described_anew_meanwhile_is_pinned_as_it_is_now(world, meanwhile):
    image = make_image(world)
    policy = illustrated_set(world, image)

    def describe():
        image.title = "新的标题"
        image.save()

    meanwhile(describe)

    assert_pins_what_is_there(submit_set(world, policy))


def test_a_file_deleted_meanwhile_is_not_pinned(world, meanwhile):
    document = make_document(world)
    policy = make_set(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    meanwhile(document.delete)

    with pytest.raises(submitting.Incomplete):
        submit_set(world, policy)


def test_an_address_taken_meanwhile_is_not_pinned_twice(world, meanwhile):
    first, second = make_set(world), make_set(world, doc_number="")
    edit(second, world.drafter, doc_number="九府发〔2026〕7号")
    meanwhile(lambda: PolicyPage.objects.filter(pk=first.pk).update(slug="jiufufa-2026-7"))

    release = submit_set(world, second)

    assert release.items.get(page_id=second.pk).slug == "jiufufa-2026-7-2"
    assert_pins_what_is_there(release)


def name_on(page, world, relation):
    """Save a draft of a page that names another document."""
    draft = fresh(page).get_latest_revision_as_object()
    rows = draft.relations if isinstance(relation, PolicyRelation) else draft.further_policies
    rows.add(relation)
    draft.save_revision(user=world.drafter)


def test_a_document_that_is_named_and_deleted_meanwhile_is_not_pinned(world, meanwhile):
    target, policy = make_policy(world), make_set(world)
    name_on(policy, world, PolicyRelation(kind="repeals", target=target, title="旧办法"))
    meanwhile(lambda: fresh(target).delete())

    with pytest.raises(NotReady):
        submit_set(world, policy)


def test_a_further_document_that_is_deleted_meanwhile_is_not_pinned(world, meanwhile):
    target, policy = make_policy(world), make_set(world)
    name_on(interpretations_of(policy)[0], world, FurtherPolicy(policy=target))
    meanwhile(lambda: fresh(target).delete())

    with pytest.raises(NotReady):
        submit_set(world, policy)
