"""Each line of the log is one object with the number of its request, and tells of nobody."""

import io
import json
import logging
import smtplib
from contextvars import copy_context
from types import SimpleNamespace

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.handlers.base import BaseHandler
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from config.rates import RatesMiddleware
from interpretations.models import OutboxMessage
from interpretations.models.refusals import NotYours
from interpretations.reading import health, search_page
from interpretations.releases.records import outbox
from interpretations.releases.scheduling import schedule
from operations import request_id
from operations.logs import JsonLines, PlainLines, redacted
from operations.request_id import RequestIdMiddleware
from tests.factories import PASSWORD, approved_set
from tests.support.times import due_at

READER = "203.0.113.9"
SOUGHT = "秘密的事"
NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines():
    """What the whole process logs, as a program reads it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    names = ("", "django", "axes", "interpretations", "accounts")
    loggers = [logging.getLogger(name) for name in names]
    logging.getLogger().addHandler(handler)
    before = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.propagate = True
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    for logger, propagates in before:
        logger.propagate = propagates


def record(message, *args, exc_info=None, **extra):
    made = logging.LogRecord("a.b", logging.WARNING, "x.py", 1, message, args, exc_info)
    made.__dict__.update(extra)
    return made


def test_a_line_has_these_keys_and_no_other():
    request = SimpleNamespace(user="张三")

    line = json.loads(JsonLines().format(record("set %s", 7, request=request, status_code=500)))

    assert {*line} == {"time", "level", "logger", "process", "message"}
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "a.b", "set 7")
    assert line["time"].endswith("+00:00")


def test_a_message_of_several_lines_is_one_line_for_a_program():
    assert "\n" not in JsonLines().format(record("a\nb"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("to zhang.san@example.org refused", "to …@… refused"),
        ("from 203.0.113.9 port 1", "from […] port 1"),
        ("from 2001:db8::7, again", "from […], again"),
        ("from [2001:db8::7]:443", "from [[…]]:443"),
        ("at 127.0.0.1:5432 and ::1", "at 127.0.0.1:5432 and ::1"),
        ("at 10:20:30, version 5.2.19", "at 10:20:30, version 5.2.19"),
        ("Not Found: /search/?q=秘密&page=2", "Not Found: /search/?…"),
        ("Why? Because.", "Why? Because."),
        ("DETAIL:  Key (name)=(张三) exists.", "DETAIL …"),
    ],
)
def test_what_is_somebodys_is_taken_out(text, kept):
    assert redacted(text) == kept


def test_a_traceback_is_kept_without_what_it_repeats():
    try:
        raise ValueError("user zhang@example.org from 203.0.113.9")
    except ValueError as error:
        told = record("failed", exc_info=(type(error), error, error.__traceback__))

    for line in (JsonLines().format(told), PlainLines().format(told)):
        assert "test_logs" in line
        assert "zhang" not in line
        assert "203.0" not in line


@pytest.fixture
def walked(world, lines, monkeypatch):
    """All that can go wrong for a reader and a drafter, and for a scheduler."""
    client = Client(REMOTE_ADDR=READER, raise_request_exception=False)
    for _ in range(7):
        client.post("/admin/login/", {"username": "drafter", "password": "wrong-" + PASSWORD})
    client.get(f"/search/?q={SOUGHT}")
    client.get(f"/nothing/?q={SOUGHT}")
    client.get(f"/admin/?q={SOUGHT}", HTTP_HOST="evil.example")
    Client(REMOTE_ADDR=READER, enforce_csrf_checks=True).post(
        f"/admin/login/?next=/{SOUGHT}", {"username": "drafter"},
        HTTP_REFERER=f"http://x/?q={SOUGHT}",
    )  # fmt: skip

    def broken(*args, **kwargs):
        raise RuntimeError(f"{world.drafter.email} from {READER} asked /search/?q={SOUGHT}")

    monkeypatch.setattr(search_page, "clean_query", broken)
    client.get(f"/search/?q={SOUGHT}")

    def refused(payload):
        raise smtplib.SMTPRecipientsRefused({world.drafter.email: (550, world.drafter.name)})

    monkeypatch.setitem(outbox._handlers, "walk", refused)
    OutboxMessage.objects.create(kind="walk")
    outbox.deliver_waiting()

    def not_theirs(*args):
        raise NotYours(f"由 {world.leader.get_full_name()} 决定")

    monkeypatch.setattr(schedule, "execute", not_theirs)
    due_at(approved_set(world), timezone.now())
    schedule.release_due()
    return lines()


def test_a_walk_leaves_lines_that_name_nobody(world, walked):
    text = json.dumps(walked, ensure_ascii=False)
    people = [world.drafter, world.leader]
    names = [name for user in people for name in (user.username + '"', user.name, user.email)]
    told = [name for name in (*names, PASSWORD, SOUGHT, "q=", READER) if name in text]

    assert told == []


def test_that_walk_was_logged_at_all(walked):
    loggers = {line["logger"] for line in walked}

    assert {
        "accounts.signing_in",
        "django.request",
        "django.security.DisallowedHost",
        "interpretations.releases.records.outbox",
        "interpretations.releases.scheduling.schedule",
    } <= loggers


def test_a_fault_of_a_request_has_its_number(walked):
    faults = [line for line in walked if "trace" in line and line["logger"] == "django.request"]

    assert faults
    assert all(len(line["request"]) == 32 for line in faults)


@pytest.mark.parametrize(
    ("remote", "said", "believed"),
    [
        ("127.0.0.1", NUMBER, True),
        (READER, NUMBER, False),
        ("127.0.0.1", NUMBER.upper(), False),
        ("127.0.0.1", NUMBER + "0", False),
        ("127.0.0.1", '"}\n{"level": "ERROR', False),
        ("127.0.0.1", "", False),
    ],
)
def test_only_a_proxy_of_ours_chooses_the_number(settings, remote, said, believed):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    seen = []

    def answer(request):
        seen.append(request_id.current())
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_REQUEST_ID=said)
    response = copy_context().run(RequestIdMiddleware(answer), request)

    assert response["X-Request-ID"] == seen[0]
    assert (seen[0] == said) is believed
    assert request_id.FORM.fullmatch(seen[0])


def refuse(how):
    """A view that raises, or answers with a status."""

    def view(request):
        if isinstance(how, int):
            return HttpResponse(status=how)
        raise how

    return view


INSIDE = {
    "a view": (BaseHandler, "_get_response"), "a middleware": (RatesMiddleware, "__call__")
}  # fmt: skip
REFUSALS = {
    "400": BadRequest("odd"), "403": PermissionDenied(), "404": Http404(), "410": 410, "429": 429,
    "500": RuntimeError(), "503": 503, "host": SuspiciousOperation(),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["a view", "a middleware"])
@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_is_logged_with_the_number_it_is_answered_with(
    lines, monkeypatch, where, name
):
    view = refuse(REFUSALS[name])
    holder, method = INSIDE[where]
    monkeypatch.setattr(holder, method, lambda _self, request: view(request))

    answer = Client(REMOTE_ADDR=READER, raise_request_exception=False).get("/policies/")

    told = [line for line in lines() if line["logger"].startswith(("django.request", "django.sec"))]
    assert {line["request"] for line in told} == {answer["X-Request-ID"]}
    assert request_id.current() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["", "a fault"])
def test_what_readyz_answers_has_no_line_of_django_and_a_fault_of_it_has_one(
    lines, monkeypatch, why
):
    def look():
        if why:
            raise RuntimeError(why)
        return "no scheduler"

    monkeypatch.setattr(health, "CHECKS", {"scheduler": look})
    monkeypatch.setattr(health, "found", health.Findings())

    status = Client(raise_request_exception=False).get("/readyz").status_code

    told = [line["trace"] for line in lines() if line["logger"] == "django.request"]
    assert status == (500 if why else 503)
    assert [why in trace for trace in told] == ([True] if why else [])
