"""The process that draws: started when needed, replaced when it dies or hangs, never left over."""

import os
import signal

import pytest

from media.charts import render_client
from media.charts.render_client import DrawingError, RenderClient
from tests.support.threads import together

SQUARE = {"mark": "square", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}


@pytest.fixture
def renderer():
    renderer = RenderClient()
    yield renderer
    renderer.stop()


def test_one_process_serves_many_orders(renderer):
    first, second = renderer.ask({"specs": [SQUARE]}), renderer.ask({"specs": [SQUARE, SQUARE]})

    assert [len(answer["svgs"]) for answer in (first, second)] == [1, 2]
    assert renderer._served == 2


def test_a_killed_process_is_replaced_with_the_next_order(renderer):
    renderer.ask({"specs": [SQUARE]})
    os.kill(renderer._process.pid, signal.SIGKILL)
    renderer._process.wait()

    assert renderer.ask({"specs": [SQUARE]})["svgs"]


@pytest.mark.parametrize("order", [{"specs": [SQUARE]}, {"specs": [SQUARE], "more": "x" * 10**6}])
def test_a_process_that_hangs_is_stopped(renderer, monkeypatch, order):
    """Also one that does not read: a pipe holds less than an order of a megabyte."""
    renderer.ask({"specs": [SQUARE]})
    hanging = renderer._process
    os.kill(hanging.pid, signal.SIGSTOP)
    monkeypatch.setattr(render_client, "SECONDS", 0.3)

    (error,) = together(lambda: renderer.ask(order))

    assert isinstance(error, DrawingError)
    assert hanging.returncode == -signal.SIGKILL


def test_an_order_longer_than_a_pipe_is_drawn(renderer):
    assert renderer.ask({"specs": [SQUARE], "more": "x" * 10**6})["svgs"]


def test_an_order_that_cannot_be_drawn_spoils_no_other(renderer):
    with pytest.raises(DrawingError):
        renderer.ask({"specs": [{"mark": 7}]})

    assert renderer.ask({"specs": [SQUARE]})["svgs"]


def test_nothing_is_fetched_for_a_drawing(renderer):
    elsewhere = {**SQUARE, "data": {"url": "http://127.0.0.1:9/secret.json"}}
    with pytest.raises(DrawingError):
        renderer.ask({"specs": [elsewhere]})


def test_the_process_ends_with_whoever_asks_it(renderer):
    renderer.ask({"specs": [SQUARE]})
    process = renderer._process

    process.stdin.close()  # as the death of its parent does

    assert process.wait(timeout=10) == 0


def test_a_fork_never_uses_the_process_of_its_parent(renderer, monkeypatch):
    renderer.ask({"specs": [SQUARE]})
    parents = renderer._process
    monkeypatch.setattr(os, "getpid", lambda: -1)

    renderer.ask({"specs": [SQUARE]})

    assert renderer._process is not parents and parents.poll() is None
    parents.kill()
    parents.wait()


def test_a_process_is_replaced_after_its_number_of_orders(renderer, monkeypatch):
    monkeypatch.setattr(render_client, "ORDERS", 1)
    renderer.ask({"specs": [SQUARE]})
    first = renderer._process

    renderer.ask({"specs": [SQUARE]})

    assert renderer._process is not first and first.returncode is not None
