"""Submitting a set: what is named is pinned and frozen, what is left out stays a draft."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from interpretations.models import (
    InterpretationPage,
    Keyword,
    LedgerEntry,
    PolicyPage,
    ReviewChain,
    Topic,
)
from interpretations.models.refusals import Refusal
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.completeness import Finding
from interpretations.releases.submission.submit import NotReady, Submission, candidates, submit
from media.models import FrozenFile
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
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def confirmed(policy, *codes):
    return Submission(frozenset(p.pk for p in candidates(policy)), confirmed=frozenset(codes))


def test_lists_the_document_before_its_interpretations(world):
    policy = make_set(world, interpretations=2)

    release = submit_set(world, policy)

    members = [item.page_id for item in release.items.order_by("position")]
    assert members == [page.pk for page in candidates(policy)]
    assert members[0] == policy.pk


def test_pins_the_latest_revision_of_each_member(world, policy):
    policy.title = "关于最新一稿的通知"
    policy.save_revision(user=world.drafter)

    release = submit_set(world, policy)

    item = release.items.get(page_id=policy.pk)
    policy.refresh_from_db()
    assert (item.revision_id, item.title) == (policy.latest_revision_id, "关于最新一稿的通知")


def test_a_member_left_out_stays_a_draft_that_can_be_edited(world, policy):
    left_out = make_interpretation(policy, world.drafter)
    chosen = [page.pk for page in candidates(policy) if page.pk != left_out.pk]

    release = submit_set(world, policy, page_ids=chosen)

    left_out = InterpretationPage.objects.get(pk=left_out.pk)
    left_out.summary = "还在写。"
    left_out.save_revision(user=world.drafter)
    assert {item.page_id for item in release.items.all()} == set(chosen)
    assert not left_out.open_release_id


def test_a_member_left_out_is_not_released_with_the_others(world, policy):
    left_out = make_interpretation(policy, world.drafter)
    chosen = [page.pk for page in candidates(policy) if page.pk != left_out.pk]

    approve(world, submit_set(world, policy, page_ids=chosen))

    assert not InterpretationPage.objects.get(pk=left_out.pk).live


def test_the_address_comes_from_the_file_number_of_the_latest_revision(world):
    policy = make_set(world, doc_number="")
    policy.doc_number = "九府发〔2026〕7号"
    policy.save_revision(user=world.drafter)

    release = submit_set(world, policy)

    policy.refresh_from_db()
    assert policy.slug == "jiufufa-2026-7"
    assert release.items.get(page_id=policy.pk).slug == "jiufufa-2026-7"
    assert all(policy.url_path in item.url_path for item in release.items.all())


def test_two_sets_never_get_the_same_address(world):
    first, second = make_set(world, doc_number=""), make_set(world, doc_number="")
    for policy in (first, second):
        policy.doc_number = "九府发〔2026〕7号"
        policy.save_revision(user=world.drafter)
        submit(policy.pk, world.drafter, confirmed(policy, "duplicate_number"))

    second.refresh_from_db()
    assert second.slug == "jiufufa-2026-7-2"


def test_every_file_that_a_member_reaches_is_frozen(world):
    document, image = make_document(world), make_image(world)
    policy = make_policy(world)
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    make_interpretation(
        policy, world.drafter, body=[("picture", {"image": image, "alt": "办事流程"})]
    )

    release = submit_set(world, policy)

    frozen = FrozenFile.objects.filter(release_id=release.pk).values_list("kind", "object_id")
    assert set(frozen) == {("document", document.pk), ("image", image.pk)}


def test_copies_the_steps_of_the_chain(world, policy):
    release = submit_set(world, policy)

    source = ReviewChain.objects.get(name="一般流程").steps.order_by("sort_order")
    assert [s.label for s in release.steps.all()] == [s.label for s in source]
    assert all(step.group_names for step in release.steps.all())


def test_is_written_into_the_ledger_and_told_to_the_first_reviewer(world, policy):
    release = submit_set(world, policy)

    entry = LedgerEntry.objects.get(release=release)
    assert (entry.event, entry.who) == ("submitted", world.drafter.get_full_name())
    assert {m["digest"] for m in entry.data["members"]} == {i.digest for i in release.items.all()}


@pytest.mark.parametrize("zone", [datetime.UTC, SHANGHAI], ids=["utc", "shanghai"])
def test_the_seal_holds_in_whatever_zone_the_time_was_typed(world, zone, policy):
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).astimezone(zone)

    release = submit_set(world, policy, scheduled_for=tomorrow)

    assert approve(world, release).due_at == tomorrow


def test_a_draft_saved_without_cleaning_is_released_as_it_was_approved(world, policy):
    policy.doc_number = "九府发〔2026〕9号"
    policy.save_revision(user=world.drafter, clean=False)

    release = execute(approve(world, submit_set(world, policy)).pk)

    assert release.state == "released"


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
def test_a_date_written_into_a_draft_by_a_script_neither_delays_nor_ends_anything(
    world, field, policy
):
    setattr(policy, field, timezone.now() + datetime.timedelta(days=3))
    policy.save_revision(user=world.drafter)

    execute(approve(world, submit_set(world, policy)).pk)

    policy.refresh_from_db()
    assert (policy.live, policy.go_live_at, policy.expire_at) == (True, None, None)


def test_every_author_since_the_last_release_is_named(world, policy):
    policy.recipients = "各县（市、区）人民政府"
    policy.save_revision(user=world.leader)

    release = submit_set(world, policy)

    assert set(release.authors.all()) == {world.drafter, world.leader}


def test_looking_at_a_draft_without_changing_it_makes_nobody_an_author(world, policy):
    PolicyPage.objects.get(pk=policy.pk).save_revision(user=world.leader)

    release = submit_set(world, policy)

    assert set(release.authors.all()) == {world.drafter}


def test_a_file_number_in_use_is_a_warning_that_can_be_confirmed(world):
    make_set(world, doc_number="九府发〔2026〕5号")
    policy = make_set(world, doc_number="九府发〔2026〕5号")

    release = submit(policy.pk, world.drafter, confirmed(policy, "duplicate_number"))

    assert release.items.count() == 2


def test_a_file_number_typed_later_is_known_as_well(world):
    first, second = make_set(world, doc_number=""), make_set(world, doc_number="")
    for policy in (first, second):
        policy.doc_number = "九府发〔2026〕6号"
        policy.save_revision(user=world.drafter)

    with pytest.raises(NotReady) as refused:
        submit_set(world, first)

    assert [f.code for f in refused.value.findings] == ["duplicate_number"]


def test_a_number_that_another_department_drafts_is_not_given_away(world):
    make_set(
        world,
        department=world.other_department,
        user=world.drafter2,
        doc_number="九府发〔2026〕5号",
    )
    policy = make_set(world, doc_number="九府发〔2026〕5号")

    release = submit_set(world, policy)

    assert release.state == "in_review"


def test_confirming_a_warning_confirms_nothing_that_blocks(world):
    policy = make_policy(world)
    submission = confirmed(policy, "missing_interpretation", "duplicate_number")

    with pytest.raises(NotReady) as refused:
        submit(policy.pk, world.drafter, submission)

    assert all(isinstance(f, Finding) and f.blocks for f in refused.value.findings)


@pytest.mark.parametrize("part", ["topic", "document", "keyword"])
def test_a_draft_outlives_what_it_refers_to(world, part):
    topic = Topic.objects.create(name="临时主题", slug="linshi")
    document, policy = make_document(world), make_set(world)
    policy.topic = topic
    policy.keywords.add("电梯")
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    gone = {"topic": topic, "document": document, "keyword": Keyword.objects.get(name="电梯")}

    gone[part].delete()

    draft = PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object()
    assert (draft.topic is None) is (part == "topic")
    assert draft.attachments.count() == (0 if part == "document" else 1)


def test_a_keyword_under_review_is_not_deleted(world, policy):
    policy.keywords.add("电梯")
    policy.save_revision(user=world.drafter)
    submit_set(world, policy)

    with pytest.raises(Refusal), transaction.atomic():
        Keyword.objects.get(name="电梯").delete()


def test_an_unsigned_change_that_was_undone_is_in_nobodys_way(world, policy):
    policy.recipients = "没有署名的修改"
    policy.save_revision()
    policy.recipients = ""
    policy.save_revision(user=world.drafter)

    release = submit_set(world, policy)

    assert set(release.authors.all()) == {world.drafter}
