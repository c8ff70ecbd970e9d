"""The audit asks who decided each step, and whether the tree still leads to what is public."""

import pytest
from wagtail.models import Page

from interpretations.models import LedgerEntry
from interpretations.releases.audit.public_state import violations
from tests.factories import released_set
from tests.support.behind import behind_the_guard

pytestmark = [pytest.mark.django_db, pytest.mark.violates]


def found():
    return {(violation.promise, violation.problem) for violation in violations()}


@pytest.mark.parametrize(
    ("who", "problem"),
    [(None, "step decided by nobody"), ("drafter", "step decided by an author")],
)
def test_tells_a_step_that_nobody_or_an_author_decided(world, who, problem):
    release = released_set(world)
    with behind_the_guard():
        release.steps.filter(position=1).update(decided_by=who and getattr(world, who))

    assert found() == {("P4", problem)}


def test_tells_an_approval_that_the_ledger_does_not_know(world):
    release = released_set(world)
    with behind_the_guard():
        LedgerEntry.objects.filter(release=release, event="approved").first().delete()

    assert ("P4", "approval not in the ledger") in found()


@pytest.mark.parametrize("column", ["slug", "url_path"])
def test_tells_an_address_that_does_not_follow_from_the_tree(world, column):
    released_set(world)
    with behind_the_guard():
        Page.objects.filter(pk=world.department.pk).update(**{column: "xin"})

    assert found() == {("P2", "address does not follow from the tree")}


def test_tells_a_public_page_below_one_that_is_not_live(world):
    released_set(world)
    with behind_the_guard():
        Page.objects.filter(pk=world.department.pk).update(live=False)

    assert found() == {("P2", "ancestor not live")}
