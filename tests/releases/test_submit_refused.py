"""What may not be submitted: one clear sentence, and nothing half done."""

import datetime
import re

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import Revision

from interpretations.models import ChainStep, InterpretationPage, PolicyPage, ReviewChain
from interpretations.models.refusals import Incomplete, NotYours, Refusal
from interpretations.releases.submission.submit import NotReady, Submission, candidates, submit
from tests.factories import (
    UserFactory,
    interpretations_of,
    make_document,
    make_interpretation,
    make_policy,
    make_set,
    released_set,
    submit_kind,
    submit_set,
)
from tests.support.state import traces_of_submission

pytestmark = pytest.mark.django_db
ONE_SENTENCE = re.compile(r"^[^\x00-\x1f]*[\u4e00-\u9fff][^\x00-\x1f]*[。：][^\x00-\x1f]*$")


def refused(world, policy, *, kind=Refusal, user=None, page_ids=None, scheduled_for=None):
    """Try to submit; return the refusal, having seen that nothing was half done."""
    ids = frozenset(page_ids if page_ids is not None else [p.pk for p in candidates(policy)])
    before = traces_of_submission()
    with pytest.raises(kind) as caught:
        submit(policy.pk, user or world.drafter, Submission(ids, scheduled_for))
    assert traces_of_submission() == before
    assert ONE_SENTENCE.match(str(caught.value)), str(caught.value)
    return caught.value


def codes(refusal):
    return [finding.code for finding in refusal.findings]


def rewrite(page, world, **fields):
    """Save a new draft of a page with other values."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=world.drafter, clean=False)


def test_refuses_a_policy_without_interpretation(world):
    refusal = refused(world, make_policy(world), kind=NotReady)

    assert codes(refusal) == ["missing_interpretation"]
    assert "还没有解读" in str(refusal)


def test_refuses_to_leave_out_the_only_interpretation(world, policy):
    refusal = refused(world, policy, kind=NotReady, page_ids=[policy.pk])

    assert codes(refusal) == ["missing_interpretation"]


def test_refuses_an_interpretation_without_its_document(world, policy):
    alone = [page.pk for page in candidates(policy)[1:]]

    refusal = refused(world, policy, kind=NotReady, page_ids=alone)

    assert codes(refusal) == ["missing_policy"]


def test_refuses_an_empty_choice(world, policy):
    refusal = refused(world, policy, kind=NotReady, page_ids=[])

    assert codes(refusal) == ["nothing"]


def test_refuses_a_page_of_another_set(world, policy):
    other = make_set(world)
    ids = [page.pk for page in (*candidates(policy), *candidates(other))]

    refused(world, policy, kind=Incomplete, page_ids=ids)


def test_a_basis_beside_openly_public_is_a_contradiction(world):
    refusal = refused(world, make_set(world, openness_reason="第十五条"), kind=NotReady)

    assert codes(refusal) == ["openness_reason"]


def test_an_address_that_no_reader_would_see_is_told(world):
    policy = make_set(world, source_url="https://example.gov.cn/a")
    rewrite(interpretations_of(policy)[0], world, source_url="https://example.gov.cn/b")

    refusal = refused(world, policy, kind=NotReady)

    assert codes(refusal) == ["source_url", "source_name"]


@pytest.mark.parametrize("openness", ["on_request", "closed"])
def test_refuses_what_is_not_openly_public(world, openness):
    policy = make_set(world, openness=openness, openness_reason="第十五条")

    refusal = refused(world, policy, kind=NotReady)

    assert codes(refusal) == ["openness"]
    assert str(policy.get_openness_display()) in str(refusal)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("issuers", "发文机关"),
        ("topic", "主题分类"),
        ("date_written", "成文日期"),
        ("body", "正文"),
    ],
)
def test_refuses_a_document_that_lacks_a_required_field(world, policy, field, label):
    rewrite(policy, world, **{field: None if field in ("topic", "date_written") else ""})

    refusal = refused(world, policy, kind=NotReady)

    assert "missing_fields" in codes(refusal)
    assert label in str(refusal)


@pytest.mark.parametrize(
    ("field", "label"),
    [("form", "解读形式"), ("summary", "一句话说明"), ("interpreter", "解读机关")],
)
def test_refuses_an_interpretation_that_lacks_a_required_field(world, policy, field, label):
    (page,) = interpretations_of(policy)
    rewrite(page, world, **{field: None if field == "form" else ""})

    refusal = refused(world, policy, kind=NotReady)

    assert "missing_fields" in codes(refusal)
    assert label in str(refusal)


def test_refuses_an_interpretation_without_content(world):
    policy = make_policy(world)
    make_interpretation(policy, world.drafter, key_points="")

    assert codes(refused(world, policy, kind=NotReady)) == ["empty"]


def test_refuses_dates_that_contradict_each_other(world, policy):
    rewrite(policy, world, date_expires=datetime.date(2020, 1, 1))

    assert codes(refused(world, policy, kind=NotReady)) == ["invalid"]


def test_refuses_a_file_number_in_use_until_it_is_confirmed(world):
    released_set(world, title="关于电梯的通知", doc_number="九府发〔2026〕5号")
    policy = make_set(world, doc_number="九府发[2026]第5号")

    refusal = refused(world, policy, kind=NotReady)

    assert codes(refusal) == ["duplicate_number"]
    assert "关于电梯的通知" in str(refusal)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(-86400, "past"), (-1, "past"), (0, "past"), (15, "too_soon"), (58, "too_soon")],
)
def test_refuses_a_time_that_leaves_no_time_for_review(world, policy, seconds, code):
    when = timezone.now() + datetime.timedelta(seconds=seconds)

    refusal = refused(world, policy, kind=NotReady, scheduled_for=when)

    assert codes(refusal) == [code]


def test_takes_a_time_from_the_minimum_lead_on(world, policy):
    lead = settings.RELEASE_MINIMUM_LEAD_SECONDS
    when = timezone.now() + datetime.timedelta(seconds=lead + 5)

    assert submit_set(world, policy, scheduled_for=when).scheduled_for == when


def test_refuses_a_member_already_under_review_and_says_whose_it_is(world, policy):
    submit_set(world, policy)

    refusal = refused(world, policy, kind=NotReady)

    assert set(codes(refusal)) == {"underway"}
    assert world.drafter.get_full_name() in str(refusal)


def test_refuses_to_release_a_public_set_for_the_first_time_again(world):
    policy = released_set(world).policy

    assert set(codes(refused(world, policy, kind=NotReady))) == {"public"}


def test_refuses_a_draft_that_nobody_signed(world, policy):
    policy.recipients = "各县（市、区）人民政府"
    policy.save_revision()

    assert "查不到是谁写的" in str(refused(world, policy, kind=Incomplete))


def test_writing_on_over_an_unsigned_change_does_not_sign_it(world, policy):
    policy.recipients = "没有署名的修改"
    policy.save_revision()
    policy.issuers = "九江市人民政府"
    policy.save_revision(user=world.drafter)

    assert "退回到这处修改之前的一稿" in str(refused(world, policy, kind=Incomplete))


def test_refuses_a_revision_that_came_by_an_unrecorded_way(world, policy):
    latest = Revision.objects.filter(pk=policy.latest_revision_id)
    latest.update(content={**latest.get().content, "recipients": "绕过界面写的"})

    assert "编写记录不一致" in str(refused(world, policy, kind=Incomplete))


def test_refuses_a_page_that_was_never_saved_as_a_draft(world):
    policy = make_policy(world)
    policy.add_child(instance=InterpretationPage(title="只有标题"))

    assert "还没有保存过" in str(refused(world, policy, kind=Incomplete))


def test_refuses_when_a_file_is_lost(world, policy):
    document = make_document(world, title="申请表")
    policy.attachments.create(title="申请表", document=document)
    policy.save_revision(user=world.drafter)
    document.file.storage.delete(document.file.name)

    refusal = refused(world, policy, kind=NotReady)

    assert codes(refusal) == ["file_gone"]
    assert "申请表" in str(refusal)


@pytest.mark.parametrize("make_useless", ["none", "inactive", "another_genre", "another_kind"])
def test_refuses_where_no_review_chain_fits(world, policy, make_useless):
    chains = ReviewChain.objects.all()
    if make_useless == "none":
        chains.delete()
    elif make_useless == "inactive":
        chains.update(active=False)
    elif make_useless == "another_kind":
        chains.update(kind="correction")
    else:
        chain = chains.get(name="一般流程")
        genres = type(policy.genre).objects.exclude(slug="tongzhi")
        chain.genres.set(genres)
        chain.save()

    assert "没有适用的审核流程" in str(refused(world, policy, kind=Incomplete))


def test_refuses_a_chain_without_steps(world, policy):
    ChainStep.objects.all().delete()

    assert "没有步骤" in str(refused(world, policy, kind=Incomplete))


def test_refuses_a_step_that_nobody_is_asked_to_take(world, policy):
    step = ReviewChain.objects.get(name="一般流程").steps.last()
    step.groups.clear()
    step.save()

    assert "没有指定由谁审核" in str(refused(world, policy, kind=Incomplete))


@pytest.mark.parametrize("who", ["other_department", "without_group", "inactive"])
def test_refuses_people_who_may_not_edit_the_set(world, policy, who):
    user = {"other_department": world.drafter2, "inactive": world.drafter}.get(who, UserFactory())
    user.is_active = who != "inactive"

    refused(world, policy, kind=NotYours, user=user)


def test_a_long_list_of_reviewing_groups_is_no_obstacle(world, policy):
    step = ChainStep.objects.first()
    step.groups.set([type(step.groups.first()).objects.create(name=f"{n}" * 140) for n in range(3)])
    step.save()

    assert submit_set(world, policy).steps.first().groups.count() == 3


def test_a_refused_submission_leaves_the_set_editable(world):
    policy = make_policy(world)
    refused(world, policy)

    PolicyPage.objects.get(pk=policy.pk).save_revision(user=world.drafter)


def test_refuses_an_ofd_that_has_no_pdf_beside_it(world, policy):
    document = make_document(world, title="公租房细则", name="gongzufang.ofd")
    policy.attachments.create(title="细则", document=document)
    policy.save_revision(user=world.drafter)

    refusal = refused(world, policy, kind=NotReady)

    assert codes(refusal) == ["ofd_alone"]


def test_takes_an_ofd_beside_its_pdf(world, policy):
    for ending in ("ofd", "pdf"):
        document = make_document(world, title="公租房细则", name=f"xize.{ending}")
        policy.attachments.create(title="细则", document=document)
    policy.save_revision(user=world.drafter)

    assert submit_set(world, policy).is_open


def test_asks_to_look_at_what_the_door_found_in_an_attachment(world, policy):
    document = make_document(world, title="名单", name="mingdan.xlsx")
    document.examination = {"told": [["hidden_sheets", {"sheets": "底稿"}]]}
    document.save()
    policy.attachments.create(title="名单", document=document)
    policy.save_revision(user=world.drafter)

    refusal = refused(world, policy, kind=NotReady)

    (finding,) = refusal.findings
    assert "隐藏的工作表：底稿" in finding.sentence
    submit_kind(world, policy, "first", confirmed=frozenset([finding.code]))
