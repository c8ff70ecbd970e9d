"""Where a city lets captions follow: submission asks, the desk reminds until they are there."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interpretations.editorial.desk.captions_due import CaptionsDue, captions_due
from interpretations.models import Publication, ReleaseRules
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.submission.submit import NotReady, Submission, submit
from tests.editorial.desk import as_user, text_of
from tests.factories import approve, fresh, interpretations_of, make_set_showing, submit_set
from tests.player.test_blocks import SRT, film

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(world):
    """A city that gives five days for captions."""
    rules = ReleaseRules.load()
    rules.captions_days = 5
    rules.save()


def released(world, policy, kind=ReleaseKind.FIRST):
    """Release everything of the set, saying that captions will follow."""
    ids = frozenset(page.pk for page in candidates(fresh(policy), kind))
    submission = Submission(ids, kind=kind, note="改正一处文字。", confirm_all=True)
    release = approve(world, submit(policy.pk, world.drafter, submission))
    execute(release.pk)
    return fresh(release)


def corrected(world, page):
    page.save_revision(user=world.drafter)
    released(world, page.policy, ReleaseKind.CORRECTION)


def due():
    return captions_due(Publication.objects.all())


def test_a_city_without_such_a_rule_asks_for_captions_at_submission(world):
    policy = make_set_showing(world, film(captions=""))

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)

    assert [finding.code for finding in refused.value.findings] == ["captions_missing"]


def test_that_captions_will_follow_has_to_be_said(world, late):
    policy = make_set_showing(world, film(captions=""))

    with pytest.raises(NotReady) as refused:
        submit_set(world, policy)

    finding = refused.value.findings[0]
    assert "公开以后 5 天内要补上" in finding.sentence and not finding.blocks


def test_the_days_count_from_the_release_that_showed_the_film(world, late):
    policy = make_set_showing(world, film(captions=""))
    release = released(world, policy)

    assert [missing.due for missing in due()] == [
        timezone.localdate(release.released_at) + datetime.timedelta(days=5)
    ]


def test_the_desk_names_the_page_to_its_department_and_its_reviewers_alone(world, late):
    released(world, make_set_showing(world, film(captions="")))
    names = {
        user.username: "公开的视频，还没有字幕" in text_of(as_user(user).get("/admin/"))
        for user in (world.drafter, world.editor, world.drafter2)
    }

    assert names == {"drafter": True, "editor": True, "drafter2": False}


def test_what_is_due_today_is_not_late_and_tomorrow_it_is():
    today, day = timezone.localdate(), datetime.timedelta(days=1)

    assert [CaptionsDue(None, None, due).is_late for due in (today, today - day)] == [False, True]


def test_another_correction_does_not_move_the_day(world, late):
    policy = make_set_showing(world, film(captions=""))
    released(world, policy)
    before = due()[0].due
    page = interpretations_of(policy)[0]
    page.summary = "改了一句。"

    corrected(world, page)

    assert [missing.due for missing in due()] == [before]


def test_captions_that_came_are_no_longer_due(world, late):
    policy = make_set_showing(world, film(captions=""))
    released(world, policy)
    page = interpretations_of(policy)[0].get_latest_revision_as_object()
    (block,) = page.body
    block.value["captions"] = SRT

    corrected(world, page)

    assert due() == []


def test_many_films_ask_the_database_no_more_than_one(world, late):
    def asked():
        with CaptureQueriesContext(connection) as asked:
            missing = due()
        return len(missing), len(asked)

    released(world, make_set_showing(world, film(captions="")))
    count, queries = asked()
    released(world, make_set_showing(world, film(captions=""), film(captions="")))
    released(world, make_set_showing(world, film()))

    assert count == 1
    assert asked()[0] == 3
    # Each page reads its films in one query.
    assert asked()[1] <= queries + 1
