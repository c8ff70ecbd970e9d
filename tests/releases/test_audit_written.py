"""Who wrote a set is told by its line of submission: rows that say otherwise are listed (P4)."""

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import Page

from interpretations.models import Contribution, LedgerEntry, RowContribution
from interpretations.releases.audit.public_state import violations
from tests.factories import UserFactory, edit, fresh, make_set_showing, released_set, submit_set
from tests.support.behind import behind_the_guard
from tests.support.showing import picture

pytestmark = [pytest.mark.django_db, pytest.mark.violates]
WRITTEN = ("P8", "differs from the ledger", "written")


def listed():
    return {(found.promise, found.problem, found.detail) for found in violations()}


@pytest.fixture
def submitted(world):
    """A set whose picture the leader has named."""
    block = picture(world)
    policy, image = make_set_showing(world, block), block[1]["image"]
    image.title = "实景图"
    author = UserFactory()
    with LogContext(user=author):
        image.save()
    assert RowContribution.objects.filter(user=author).exists()
    return submit_set(world, policy)


def test_what_nobody_touched_is_as_it_was_told(submitted):
    assert WRITTEN not in listed()


@pytest.mark.parametrize("model", [Contribution, RowContribution])
@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: rows.update(user=UserFactory()),
        lambda rows: rows.update(user_name="某某"),
        lambda rows: rows.delete(),
    ],
)
def test_other_writers_are_listed(submitted, model, damage):
    with behind_the_guard():
        damage(model.objects.order_by("pk").filter(pk=model.objects.first().pk))

    assert WRITTEN in listed()


def test_what_is_written_afterwards_is_no_damage(world):
    release = released_set(world)

    edit(release.policy, world.drafter, title="接着写的一稿")

    assert listed() == set()


def test_a_draft_that_is_the_text_of_another_page_is_listed(world):
    first, second = released_set(world).policy, released_set(world).policy
    with behind_the_guard():
        Page.objects.filter(pk=first.pk).update(latest_revision=second.latest_revision)

    assert ("P3", "the draft is the text of another page", "") in listed()


def test_a_draft_older_than_the_public_text_is_listed(world):
    policy = released_set(world).policy
    older = policy.latest_revision
    edit(policy, world.drafter, title="接着写的一稿")
    with behind_the_guard():
        Page.objects.filter(pk=policy.pk).update(
            live_revision=fresh(policy).latest_revision_id, latest_revision=older
        )

    assert ("P3", "the draft is older than the public text", "") in listed()


def test_a_line_of_an_earlier_version_is_compared_as_far_as_it_tells(submitted):
    line = submitted.ledger.get(event=LedgerEntry.Event.SUBMITTED)
    del line.data["submission"]["written"]
    with behind_the_guard():
        LedgerEntry.objects.filter(pk=line.pk).update(data=line.data)

    assert WRITTEN not in listed()
