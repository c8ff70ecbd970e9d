"""What every kind of release does alike: one mechanism, one line of evidence each (P3, P8)."""

from copy import deepcopy

import pytest

from interpretations.models import ChainStep, Edition, OutboxMessage, ReleaseItem, ReviewChain
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete, Stale
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.end import take_back
from interpretations.releases.submission.submit import Submission, submit
from tests.database.undone import undone
from tests.factories import approve, submit_kind
from tests.support.kinds import submitted
from tests.support.refusing import refuses
from tests.support.state import public_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=ReleaseKind.values)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def built(shared_world, public_sets, kind):
    """A submitted release of one kind, undone before the next kind is built."""
    with undone():
        yield submitted(shared_world, kind, public_sets[0])


@pytest.fixture
def release(world, built):
    return deepcopy(built)


@pytest.fixture
def approved(world, release):
    return approve(world, release)


def test_a_release_raises_the_edition_by_one_and_carries_its_number(kind, approved):
    before = Edition.current()

    release = execute(approved.pk)

    assert (release.kind, release.edition, Edition.current()) == (kind, before + 1, before + 1)


def test_each_act_is_a_line_of_the_ledger_with_the_kind_and_the_members(kind, approved):
    release = execute(approved.pk)

    lines = list(release.ledger.order_by("pk"))
    approvals = ["approved"] * release.steps.count()
    assert [line.event for line in lines] == ["submitted", *approvals, "released"]
    assert {line.data["kind"] for line in lines} == {kind}
    digests = [item.digest for item in release.items.order_by("position")]
    assert all([m["digest"] for m in line.data["members"]] == digests for line in lines)


def test_everybody_concerned_is_told_after_the_commit(approved):
    release = execute(approved.pk)

    messages = OutboxMessage.objects.filter(payload__release=release.pk).order_by("pk")
    turns = ["your_turn"] * release.steps.count()
    assert [message.payload["event"] for message in messages] == [*turns, "released"]


def test_members_are_frozen_until_the_release_and_free_afterwards(world, release):
    item = release.items.select_related("page").first()
    assert item.page.specific.open_release_id == release.pk

    release = execute(approve(world, release).pk)

    assert not release.items.filter(open=True).exists()
    assert item.page.specific.__class__.objects.get(pk=item.page_id).open_release_id is None


def test_a_release_taken_back_changes_nothing_that_is_public(world, approved):
    before = public_rows()

    take_back(approved.pk, world.drafter, "还要改。")

    after = public_rows()
    for rows in (before, after):
        for model in ("Release", "ReleaseItem", "FrozenFile"):
            rows.pop(model)
    assert after == before
    assert not ReleaseItem.objects.filter(open=True).exists()


def test_nothing_is_released_twice(approved):
    execute(approved.pk)
    before = public_rows()

    with pytest.raises(Stale):
        execute(approved.pk)

    assert public_rows() == before


def test_a_page_is_in_at_most_one_open_release(world, kind, release):
    submission = {"page_ids": [release.items.first().page_id], "note": "说明"}
    if kind == ReleaseKind.TRANSFER:
        submission["target_department"] = world.other_department.pk

    again = ReleaseKind.FIRST if kind == ReleaseKind.REPEAL else kind
    with refuses("已由张.+送审，正在审核"):
        submit_kind(world, release.policy, again, **submission)


def test_an_office_may_give_each_kind_a_chain_of_its_own(world, public_set, kind):
    source = ReviewChain.objects.get(name="一般流程").steps.last()
    ReviewChain.objects.update(active=False)
    for name, of in (("专门的一步", kind), ("一般的一步", "first")):
        step = ChainStep(chain=ReviewChain.objects.create(name=name, kind=of), label=name)
        step.groups = source.groups.all()
        step.save()

    release = submitted(world, kind, public_set)

    assert [step.label for step in release.steps.all()] == ["专门的一步"]


def test_a_kind_without_a_chain_of_its_own_passes_that_of_a_first_release(world, public_set):
    release = submitted(world, ReleaseKind.SUPPLEMENT, public_set)

    source = ReviewChain.objects.get(name="一般流程").steps.all()
    assert [step.label for step in release.steps.all()] == [step.label for step in source]


def test_refuses_a_kind_that_there_is_not(world):
    policy = submitted(world, ReleaseKind.FIRST).policy

    with refuses("没有这种发布", Incomplete):
        submit(policy.pk, world.drafter, Submission(frozenset([policy.pk]), kind="bogus"))
