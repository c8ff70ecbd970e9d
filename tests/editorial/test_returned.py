"""What came back waits for its drafter, says why, and is told apart from what went out later."""

import pytest

from interpretations.editorial.desk.turn import listed, turn_of
from interpretations.models import Release
from interpretations.releases.review.decide import decide
from interpretations.releases.review.end import take_back
from tests.editorial.desk import as_user
from tests.factories import fresh, make_set, submit_set

pytestmark = pytest.mark.django_db
WHY = "第二条的标准写错了。"


@pytest.fixture
def returned(world):
    release = submit_set(world, make_set(world))
    decide(release.steps.first().pk, world.leader, "return", WHY)
    return fresh(release)


def words(release):
    return turn_of(listed(Release.objects.filter(pk=release.pk)).get()).words


def test_the_home_of_the_drafter_says_why(world, returned):
    mine = as_user(world.drafter).get("/admin/").text.partition("轮到您处理")[2]

    assert WHY in mine.partition("</table>")[0]


def test_the_editor_says_why(world, returned):
    text = as_user(world.drafter).get(f"/admin/pages/{returned.policy_id}/edit/").text

    assert WHY in text


def test_what_was_sent_again_waits_for_nobody(world, returned):
    submit_set(world, returned.policy)

    assert words(returned) == "退回过，后来重新送审了"
    assert WHY not in as_user(world.drafter).get("/admin/").text
    assert WHY not in as_user(world.drafter).get(f"/admin/pages/{returned.policy_id}/edit/").text


def test_what_its_drafter_took_back_was_not_returned(world):
    release = submit_set(world, make_set(world))
    take_back(release.pk, world.drafter, "还要改。")

    assert words(release).startswith("已取回")
