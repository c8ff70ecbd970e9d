"""Whatever of a release is altered behind the guard's back, it does not go out (P3)."""

from copy import deepcopy

import pytest
from django.utils import timezone

from interpretations.models import ExemptionReason, PolicyPage, ReleaseItem
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Refusal
from interpretations.releases.execution.execute import execute
from tests.factories import (
    approve,
    edit,
    interpretations_of,
    make_policy,
    make_set,
    submit_kind,
)
from tests.support.behind import behind_the_guard, doctor, run
from tests.support.state import public_rows

pytestmark = [pytest.mark.django_db, pytest.mark.violates]

RELEASE = {
    "kind": lambda town: "migration",
    "title": lambda town: "另一个标题",
    "policy_id": lambda town: town.other.pk,
    "department_id": lambda town: town.world.other_department.pk,
    "submitted_by_id": lambda town: town.world.drafter2.pk,
    "not_before": lambda town: timezone.now(),
    "public_note": lambda town: "另一个说明",
    "target_department_id": lambda town: town.world.other_department.pk,
    "feature_until": lambda town: timezone.localdate(),
    "emergency": lambda town: "unreviewed",
    "emergency_reason": lambda town: "着急",
}
ITEM = {
    "page_id": lambda town: town.other.pk,
    "policy_id": lambda town: town.other.pk,
    "action": lambda town: "keep",
    "revision_id": lambda town: town.earlier,
    "digest": lambda town: "0" * 64,
    "title": lambda town: "另一个标题",
    "slug": lambda town: "ein-anderer",
    "url_path": lambda town: "/front/policies/zhujian/ein-anderer/",
    "exemption_id": lambda town: ExemptionReason.objects.get(slug="qita").pk,
    "exemption_words": lambda town: "另一个理由",
    "exemption_note": lambda town: "另一个说明",
}
STEP = {
    "label": lambda town: "另一步",
    "position": lambda town: 9,
    "own_department": lambda town: False,
    "receiving_department": lambda town: True,
    "decision": lambda town: "",
    "decided_by_id": lambda town: town.world.drafter.pk,
    "seal": lambda town: "0" * 64,
}


class Town:
    """An approved release of an exempt document and an explained one, and a draft beside it."""

    def __init__(self, world):
        self.world = world
        exempt, explained, self.other = make_policy(world), make_set(world), make_policy(world)
        self.earlier = exempt.latest_revision_id
        edit(exempt, world.drafter, recipients="各单位")
        reason = ExemptionReason.objects.get(slug="renshi").pk
        release = submit_kind(
            world,
            exempt,
            ReleaseKind.FIRST,
            further=frozenset([explained.pk]),
            exemptions={exempt.pk: (reason, "")},
            page_ids=[exempt.pk, explained.pk, interpretations_of(explained)[0].pk],
        )
        self.release = approve(world, release)


@pytest.fixture(scope="module")
def built(shared_world):
    return Town(shared_world)


@pytest.fixture
def town(world, built):
    return deepcopy(built)


def refuses_after(town):
    before = public_rows()
    with pytest.raises(Refusal):
        execute(town.release.pk)
    assert public_rows() == before
    assert not PolicyPage.objects.public().exists()


@pytest.mark.parametrize("column", RELEASE)
def test_an_altered_release_does_not_go_out(town, column):
    value = RELEASE[column](town)
    doctor(f"UPDATE interpretations_release SET {column} = %s WHERE id = %s", value,
           town.release.pk)  # fmt: skip

    refuses_after(town)


@pytest.mark.parametrize("column", ITEM)
def test_an_altered_member_does_not_go_out(town, column):
    item = ReleaseItem.objects.filter(release=town.release).first()
    doctor(f"UPDATE interpretations_releaseitem SET {column} = %s WHERE id = %s",
           ITEM[column](town), item.pk)  # fmt: skip

    refuses_after(town)


@pytest.mark.parametrize("column", STEP)
def test_an_altered_step_releases_nothing(town, column):
    step = town.release.steps.first()
    doctor(f"UPDATE interpretations_reviewstep SET {column} = %s WHERE id = %s",
           STEP[column](town), step.pk)  # fmt: skip

    refuses_after(town)


@pytest.mark.parametrize("table", ["releaseitem", "reviewstep"])
def test_a_release_that_lost_a_row_does_not_go_out(town, table):
    with behind_the_guard():
        if table == "releaseitem":
            run("DELETE FROM interpretations_releasereference")
            run("DELETE FROM interpretations_releaseitem WHERE position = 3")
        else:
            run("DELETE FROM interpretations_reviewstep_groups")
            run("DELETE FROM interpretations_reviewstep WHERE position = 2")

    refuses_after(town)


def test_another_author_or_one_less_breaks_the_seal(town):
    town.release.authors.add(town.world.admin)
    refuses_after(town)


def test_another_group_in_a_step_breaks_the_seal(town):
    step = town.release.steps.first()
    step.groups.add(*town.world.drafter2.groups.all())

    refuses_after(town)


def test_an_approval_that_the_ledger_does_not_know_is_none(town):
    doctor("DELETE FROM interpretations_ledgerentry WHERE event = %s", "approved")

    refuses_after(town)
