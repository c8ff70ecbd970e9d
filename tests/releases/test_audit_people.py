"""The audit asks who decided each step, and whether the tree still leads to what is public."""

import pytest
from wagtail.models import Page

from interpretations.models import LedgerEntry
from interpretations.models.refusals import Changed
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution.execute import execute
from tests.factories import approved_set, released_set
from tests.support.behind import behind_the_guard

pytestmark = [pytest.mark.django_db, pytest.mark.violates]


def problems():
    return {(violation.promise, violation.problem) for violation in violations()}


def test_finds_nothing_in_an_empty_site(world):
    assert list(violations()) == []


@pytest.mark.parametrize(
    ("who", "problem"),
    [(None, "step decided by nobody"), ("drafter", "step decided by an author")],
)
def test_tells_a_step_that_nobody_or_an_author_decided(world, who, problem):
    release = released_set(world)
    with behind_the_guard():
        release.steps.filter(position=1).update(decided_by=who and getattr(world, who))

    assert problems() == {("P4", problem), ("P8", "differs from the ledger")}


def stand_in_for_the_first(release):
    """The second step was decided for whoever decided the first."""
    first = release.steps.get(position=1)
    with behind_the_guard():
        release.steps.filter(position=2).update(on_behalf_of=first.decided_by)


@pytest.mark.parametrize("make", [approved_set, released_set])
def test_tells_a_person_who_stands_on_two_steps(world, make):
    release = make(world)

    stand_in_for_the_first(release)

    problem = "step decided by somebody who decided another"
    assert [(o.promise, o.problem, o.release_id) for o in violations()] == [
        *[("P4", problem, release.pk)] * 2,
        ("P8", "differs from the ledger", release.pk),
    ]


def test_does_not_release_what_a_person_decided_on_two_steps(world):
    release = approved_set(world)
    stand_in_for_the_first(release)

    with pytest.raises(Changed, match="审核记录不完整"):
        execute(release.pk)


def test_tells_an_approval_that_the_ledger_does_not_know(world):
    release = released_set(world)
    with behind_the_guard():
        LedgerEntry.objects.filter(release=release, event="approved").first().delete()

    assert ("P4", "approval not in the ledger") in problems()


@pytest.mark.parametrize("column", ["slug", "url_path"])
def test_tells_an_address_that_does_not_follow_from_the_tree(world, column):
    released_set(world)
    with behind_the_guard():
        Page.objects.filter(pk=world.department.pk).update(**{column: "xin"})

    assert problems() == {("P2", "address does not follow from the tree")}


def test_tells_a_public_page_below_one_that_is_not_live(world):
    released_set(world)
    with behind_the_guard():
        Page.objects.filter(pk=world.department.pk).update(live=False)

    assert problems() == {("P2", "ancestor not live")}


def test_a_group_that_was_deleted_since_is_no_damage(world):
    release = released_set(world)
    release.steps.first().groups.get().delete()

    assert list(violations()) == []
