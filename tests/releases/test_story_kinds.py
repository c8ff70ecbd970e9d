"""The whole life of a set in its ledger: every kind, in order, whole and chained (P8)."""

from copy import deepcopy
from datetime import date

import pytest

from interpretations.models import LedgerEntry
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.audit.public_state import violations
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.records import ledger
from interpretations.releases.records.story import story_of
from tests.database.undone import undone
from tests.factories import (
    correct,
    feature,
    hand_over,
    released_set,
    rerelease,
    supplement,
    take_off,
    withdraw,
)
from tests.support.behind import doctor
from tests.support.kinds import approved

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=ReleaseKind.values)
def built(shared_world, request):
    """A release of one kind, undone before the next kind is built."""
    with undone():
        yield execute(approved(shared_world, request.param).pk)


@pytest.fixture
def release(world, built):
    return deepcopy(built)


def lived(world):
    """A set to which every kind has happened."""
    policy = released_set(world, title="关于加装电梯的通知").policy
    page = supplement(world, policy).items.get().page
    correct(world, policy, note="改正日期。", recipients="各单位")
    take_off(world, page.specific, note="过时。")
    feature(world, policy, date(2099, 12, 31))
    feature(world, policy, None)
    withdraw(world, policy, note="依据有误。")
    rerelease(world, policy)
    act_in_emergency(policy.pk, world.duty, ReleaseKind.WITHDRAWAL, "泄露", "核对中。")
    rerelease(world, policy)
    hand_over(world, policy)
    return policy


def test_every_kind_in_the_life_of_a_set_is_told_in_order(world):
    policy = lived(world)

    sentences = [line.sentence for line in story_of(policy) if line.sentence.startswith("已")]
    acts = ("首次发布", "补充解读", "更正", "撤下", "置顶到", "取消", "撤回", "重新发布", "撤回",
            "重新发布", "移交给市人力资源和社会保障局")  # fmt: skip
    assert len(sentences) == len(acts)
    assert all(act in sentence for act, sentence in zip(acts, sentences, strict=True)), sentences
    assert list(ledger.verify()) == []


def test_reasons_for_the_public_stand_beside_the_acts(world):
    policy = lived(world)

    whys = [line.why for line in story_of(policy)]

    for why in ("公开说明：改正日期。", "公开说明：过时。", "公开说明：依据有误。", "泄露"):
        assert why in whys


def test_the_chain_holds_after_each_kind(release):
    assert list(ledger.verify()) == []


@pytest.mark.violates
def test_a_line_of_any_kind_that_was_altered_is_found(release):
    line = LedgerEntry.objects.filter(release=release, event="released").get()

    doctor("UPDATE interpretations_ledgerentry SET who = %s WHERE id = %s", "别人", line.pk)

    assert [broken.line_id for broken in ledger.verify()] == [line.pk]
    assert "ledger line altered" in {violation.problem for violation in violations()}
