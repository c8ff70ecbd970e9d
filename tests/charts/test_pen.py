"""The process that draws: started when needed, replaced when it dies or hangs, never left over."""

import os
import signal

import pytest

from media.charts import pen as pens
from media.charts.pen import DrawingError, Pen

SQUARE = {"mark": "square", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}


@pytest.fixture
def pen():
    pen = Pen()
    yield pen
    pen.stop()


def test_one_process_serves_many_orders(pen):
    first, second = pen.ask({"specs": [SQUARE]}), pen.ask({"specs": [SQUARE, SQUARE]})

    assert [len(one["svgs"]) for one in (first, second)] == [1, 2]
    assert pen._served == 2


def test_a_killed_process_is_replaced_with_the_next_order(pen):
    pen.ask({"specs": [SQUARE]})
    os.kill(pen._drawer.pid, signal.SIGKILL)
    pen._drawer.wait()

    assert pen.ask({"specs": [SQUARE]})["svgs"]


def test_a_process_that_hangs_is_stopped(pen, monkeypatch):
    pen.ask({"specs": [SQUARE]})
    hanging = pen._drawer
    os.kill(hanging.pid, signal.SIGSTOP)
    monkeypatch.setattr(pens, "SECONDS", 0.3)

    with pytest.raises(DrawingError):
        pen.ask({"specs": [SQUARE]})

    assert hanging.returncode == -signal.SIGKILL


def test_an_order_that_cannot_be_drawn_spoils_no_other(pen):
    with pytest.raises(DrawingError):
        pen.ask({"specs": [{"mark": 7}]})

    assert pen.ask({"specs": [SQUARE]})["svgs"]


def test_nothing_is_fetched_for_a_drawing(pen):
    elsewhere = {**SQUARE, "data": {"url": "http://127.0.0.1:9/secret.json"}}
    with pytest.raises(DrawingError):
        pen.ask({"specs": [elsewhere]})


def test_the_process_ends_with_whoever_asks_it(pen):
    pen.ask({"specs": [SQUARE]})
    drawer = pen._drawer

    drawer.stdin.close()  # as the death of its parent does

    assert drawer.wait(timeout=10) == 0


def test_a_fork_never_uses_the_process_of_its_parent(pen, monkeypatch):
    pen.ask({"specs": [SQUARE]})
    parents = pen._drawer
    monkeypatch.setattr(os, "getpid", lambda: -1)

    pen.ask({"specs": [SQUARE]})

    assert pen._drawer is not parents and parents.poll() is None
    parents.kill()
    parents.wait()


def test_a_process_is_replaced_after_its_number_of_orders(pen, monkeypatch):
    monkeypatch.setattr(pens, "ORDERS", 1)
    pen.ask({"specs": [SQUARE]})
    first = pen._drawer

    pen.ask({"specs": [SQUARE]})

    assert pen._drawer is not first and first.returncode is not None
