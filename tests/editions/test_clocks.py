"""Machines that share the folders and whose days differ do not lead readers to and fro."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editions import clock, pointer
from interpretations.models.turning import present, settle
from interpretations.reading import readiness

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20
TODAY = timezone.localdate()
DAYS = {"behind": TODAY, "ahead": TODAY + timedelta(days=1)}


@pytest.fixture
def machine(root, world, monkeypatch):
    """Go on as one of two machines, whose days differ, or as it with its clock put right."""
    holdings = {name: clock.Holding() for name in DAYS}

    def on(name, day=None):
        monkeypatch.setattr(clock, "this_run", lambda: f"{name}\n")
        monkeypatch.setattr(timezone, "localdate", lambda *_: day or DAYS[name])
        monkeypatch.setattr(pointer, "_holding", holdings[name])

    return on


def in_turn(machine, client, rounds=ROUNDS):
    for _ in range(rounds):
        for name in DAYS:
            machine(name)
            settle()
            assert client.get("/").status_code == 200


def test_days_apart_they_come_to_rest(machine, client):
    in_turn(machine, client)

    assert len(pointer.folders()) <= 2
    machine("ahead")
    assert pointer.current().moment == present()
    machine("behind")
    assert pointer.current() is None, "nobody is sent a day to come"


def test_so_they_do_while_something_is_taken_away(machine, client):
    in_turn(machine, client, rounds=1)
    with pointer.taken_away():
        pass

    in_turn(machine, client)

    assert len(pointer.folders()) <= 2


def test_the_one_behind_says_so_once_in_the_log_and_in_readyz(machine, client, caplog):
    in_turn(machine, client, rounds=3)

    assert len([line for line in caplog.messages if "holding still" in line]) == 1
    machine("ahead")
    assert readiness.clock() == ""
    machine("behind")
    assert str(DAYS["ahead"]) in readiness.clock()


def test_the_one_that_was_ahead_leads_readers_back_when_its_clock_is_right(machine, client):
    in_turn(machine, client, rounds=1)

    machine("ahead", day=TODAY)
    settle()

    machine("behind")
    assert pointer.current().moment == present()
    assert readiness.clock() == ""


def test_a_day_to_come_of_a_machine_that_is_gone_is_left_in_the_end(machine, client, monkeypatch):
    in_turn(machine, client, rounds=2)
    later = clock.time.monotonic() + clock.HELD
    monkeypatch.setattr(clock.time, "monotonic", lambda: later)

    machine("behind")
    settle()

    assert pointer.current().moment == present()
