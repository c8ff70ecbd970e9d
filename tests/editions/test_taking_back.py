"""What is taken from the public is in no folder from the first moment on (P1, P6)."""

import os
import shutil
from datetime import timedelta

import pytest
from django.db import DatabaseError

from editions import pointer
from editions.folder import Moment
from editions.program import fingerprint
from interpretations.models import Edition, Release
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.models.refusals import Changed, ReadersStay
from interpretations.models.turning import begin, present, settle
from interpretations.reading.readiness import editions
from interpretations.releases.execution import execute as execution
from interpretations.releases.execution.execute import execute
from tests.factories import approved_set, released_set
from tests.support.kinds import approved

pytestmark = pytest.mark.django_db(transaction=True)
TAKES_BACK = {ReleaseKind.REMOVAL, ReleaseKind.WITHDRAWAL, ReleaseKind.TRANSFER}


@pytest.fixture
def entered(root, world):
    """Readers are in the folder of the present edition."""
    pointer.keep_up(present())
    return world


def watched(monkeypatch, meanwhile):
    """Have something done in the middle of a release's transaction."""
    carry_out = execution._carry_out

    def and_then(*args):
        carry_out(*args)
        meanwhile()

    monkeypatch.setattr(execution, "_carry_out", and_then)


@pytest.mark.parametrize("kind", list(ReleaseKind))
def test_readers_leave_the_folder_before_something_is_taken_back(entered, monkeypatch, kind):
    release = approved(entered, kind)
    pointer.keep_up(present())
    seen = []
    watched(monkeypatch, lambda: seen.append(pointer.current() is None))

    execute(release.pk)

    assert seen == [kind in TAKES_BACK]
    assert pointer.current().moment == present()


def test_a_taking_back_that_fails_leaves_readers_where_they_were(entered, monkeypatch):
    release = approved(entered, ReleaseKind.WITHDRAWAL)
    before = pointer.keep_up(present())

    def fail():
        assert pointer.current() is None
        raise Changed

    watched(monkeypatch, fail)
    with pytest.raises(Changed):
        execute(release.pk)

    assert pointer.current() == before


def test_while_it_is_taken_back_a_reader_leads_nobody_into_a_folder(entered, monkeypatch, client):
    release = approved(entered, ReleaseKind.WITHDRAWAL)
    pointer.keep_up(present())
    seen = []
    watched(monkeypatch, lambda: seen.append(pointer.keep_up(present())))

    execute(release.pk)

    assert seen == [None]


def test_where_readers_cannot_be_taken_out_nothing_is_taken_back(entered, monkeypatch):
    release = approved(entered, ReleaseKind.WITHDRAWAL)
    pointer.keep_up(present())
    for name in ("replace", "unlink"):
        monkeypatch.setattr(os, name, refuse)

    with pytest.raises(ReadersStay):
        execute(release.pk)

    release.refresh_from_db()
    assert (release.state, release.failed_at) == (ReleaseState.APPROVED, None)


def refuse(*args, **kwargs):
    raise PermissionError(1, "Operation not permitted")


def test_what_only_adds_goes_out_although_the_pointer_does_not_move(entered, monkeypatch):
    release = approved_set(entered)
    monkeypatch.setattr(os, "symlink", refuse)

    execute(release.pk)

    assert Release.objects.get(pk=release.pk).state == ReleaseState.RELEASED
    assert pointer.current() is None, "the application answers"


@pytest.mark.parametrize("public", ["/", "/policies/"])
def test_after_a_commit_that_told_nobody_the_next_reader_leads_on(entered, client, public):
    Edition.objects.update(number=present().edition + 3)

    client.get(public)

    assert pointer.current().moment == present()


def test_the_scheduler_settles_what_a_killed_process_took_away(entered):
    released_set(entered)
    before = pointer.keep_up(present())
    with pointer.taken_away():
        pass  # killed here: nothing was committed

    settle()

    assert pointer.current() == before


def test_the_scheduler_settles_what_was_committed_before_the_kill(entered):
    with pointer.taken_away():
        Edition.objects.update(number=present().edition + 1)

    settle()

    assert pointer.current().moment == present()


def test_another_program_begins_another_edition(entered):
    before = present().edition
    begin()
    begin()

    assert present().edition == before + 1
    assert Edition.begun() == (before + 1, fingerprint())


def test_another_run_of_the_machine_begins_another_edition(entered):
    begin()
    pointer.note_boot("before the power cut")
    before = present().edition

    begin()

    assert present().edition == before + 1


def test_a_database_that_is_away_after_the_commit_stops_nothing(entered, monkeypatch):
    release = approved(entered, ReleaseKind.WITHDRAWAL)
    pointer.keep_up(present())

    def away():
        raise DatabaseError

    monkeypatch.setattr("interpretations.models.turning.settle", away)
    execute(release.pk)

    assert Release.objects.get(pk=release.pk).state == ReleaseState.RELEASED
    monkeypatch.undo()
    settle()
    assert pointer.current().moment == present()


@pytest.mark.parametrize("taken", [False, True])
def test_a_clock_that_was_set_back_costs_no_day(entered, taken):
    """Readers were led into a day that has not come: nobody is sent anything from there."""
    moment = present()
    tomorrow = pointer.keep_up(Moment(moment.edition, moment.day + timedelta(days=1)))
    if taken:
        with pointer.taken_away():
            pass

    settle()

    folder = pointer.current()
    assert folder.moment == moment and folder.stamp > tomorrow.stamp


def test_a_clock_that_was_set_back_shows_nothing_that_was_taken_back(entered):
    moment = present()
    pointer.keep_up(Moment(moment.edition, moment.day + timedelta(days=1)))
    with pointer.taken_away():
        Edition.objects.update(number=moment.edition + 1)

    assert pointer.keep_up(moment) is None, "a reader of the older state"
    settle()

    assert pointer.current().moment == present()


@pytest.mark.parametrize("look", [settle, begin, editions], ids=lambda look: look.__name__)
def test_readers_whose_folder_was_deleted_are_in_a_new_one(entered, root, look):
    before = pointer.keep_up(present())
    for folder in pointer.folders():
        shutil.rmtree(folder.path)
    assert (root / "current").is_symlink()

    look()

    assert pointer.current().path.is_dir()
    assert pointer.current().stamp > before.stamp


@pytest.mark.parametrize("lost", ["last", "everything"])
def test_readers_return_where_nothing_tells_how_far_they_had_come(entered, root, lost):
    with pointer.taken_away():
        pass
    if lost == "last":
        (root / "last").unlink()
    else:
        shutil.rmtree(root)

    settle()

    assert pointer.current().moment == present()
