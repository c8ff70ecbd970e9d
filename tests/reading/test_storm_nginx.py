"""The reader storm as the public reads: through nginx, two web processes, two schedulers (P1)."""

import datetime
import time

import pytest
from django.db import connection
from django.utils import timezone

from editions import pointer
from interpretations.models import Release
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.models.turning import present
from interpretations.releases.audit.public_state import violations
from tests.factories import approve
from tests.media import nginx
from tests.support import site_processes
from tests.support.annals import Annals
from tests.support.storm import LISTS
from tests.support.storm_nginx import Judge, StormThroughNginx

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.heavy,
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]
PATIENCE = 120  # seconds; other work may take the machine
REST = 0.03  # seconds after an answer
TAKES_BACK = {ReleaseKind.REMOVAL, ReleaseKind.WITHDRAWAL, ReleaseKind.TRANSFER}


class ScheduledAnnals(Annals):
    """Sets go out on their time: by whichever scheduler is first."""

    def __init__(self, world):
        super().__init__(world)
        self.taken_back = []

    def _execute(self, release):
        approve(self.world, release)
        ends = time.monotonic() + PATIENCE
        while release.state != ReleaseState.RELEASED:
            assert time.monotonic() < ends and not release.failure, f"not out: {release.failure}"
            time.sleep(0.02)
            release = Release.objects.get(pk=release.pk)
        return release

    def _written(self, release):
        super()._written(release)
        if release.kind in TAKES_BACK:
            self.taken_back.append((time.monotonic(), release.edition))


@pytest.fixture
def annals(world, root, settings):
    settings.BASE_URL = "http://localhost"
    return ScheduledAnnals(world)


@pytest.fixture
def root(settings, tmp_path):
    """Where the folders of editions stand."""
    settings.EDITIONS_ROOT = str(tmp_path / "editions")


def tell_of_every_kind(annals):
    """Additions and what is taken back, in turn; two sets are gone at the end."""
    first, second, urgent = annals.draft(), annals.draft(), annals.draft()
    for act in (
        lambda: annals.publish(first),
        lambda: annals.publish(second),
        lambda: annals.supplement(first),
        lambda: annals.publish_in_emergency(urgent),
        lambda: annals.correct(first),
        lambda: annals.feature(second, timezone.localdate() + datetime.timedelta(days=7)),
        lambda: annals.remove(first),
        lambda: annals.transfer(second),
        lambda: annals.withdraw_in_emergency(urgent),
        lambda: annals.withdraw(first),
        lambda: annals.withdraw(second),
    ):
        act()
        time.sleep(0.1)


def test_through_nginx_every_answer_is_of_one_edition_and_none_goes_back(
    annals, tmp_path, scale, record_property
):
    with site_processes.site(tmp_path, schedulers=2) as base:
        storm = StormThroughNginx(annals, base=base, rest=REST if scale <= 1 else 0)

        def work():
            for _ in range(max(1, round(scale))):
                tell_of_every_kind(annals)

        # Two a day, who rest: what they ask for costs the processor more than what is released.
        storm.during(work, count=2 if scale <= 1 else 4)
    record_property("n", len(storm.told))

    wrong = Judge(annals, annals.taken_back).wrong(storm.told)
    assert storm.errors == []
    assert wrong[:20] == []
    assert {told.answer.channel for told in storm.told} >= {*LISTS, "page", "file"}
    assert {told.answer.status for told in storm.told} >= {200, 404, 410}
    unnamed = [told for told in storm.told if told.answer.edition is None]
    assert unnamed, "nginx sent nothing itself"
    assert len(annals.taken_back) >= 5
    assert list(violations()) == []


def test_the_same_readers_do_see_what_is_taken_back_where_the_pointer_stays(
    annals, tmp_path, settings
):
    """The control: the withdrawal is carried out by a process that knows of no folder."""
    with site_processes.site(tmp_path, schedulers=0) as base:
        tale = annals.draft()
        annals._execute = super(ScheduledAnnals, annals)._execute
        annals.publish(tale)
        storm = StormThroughNginx(annals, base=base, only="page")

        def withdraw_behind_the_pointer():
            storm.wait_for(40)
            assert pointer.current().moment == present()
            settings.EDITIONS_ROOT = ""
            annals.withdraw(tale)
            storm.wait_for(40)

        storm.during(withdraw_behind_the_pointer)

    assert storm.errors == []
    assert Judge(annals, annals.taken_back).wrong(storm.told) != []
    connection.close()
