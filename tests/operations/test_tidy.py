"""Records are forgotten when the law allows it, and the ledger never."""

import io
from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core import checks, mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from interpretations.models import LedgerEntry, OutboxMessage, SchedulerHeartbeat
from operations import tidy
from tests.factories import PASSWORD, released_set

pytestmark = pytest.mark.django_db
OLD = timedelta(days=tidy.LEAST_DAYS + 1)


@pytest.fixture(scope="module")
def built(shared_world):
    """A public set, with the notices about it."""
    return released_set(shared_world)


def tidied():
    call_command("tidy_records", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("kept_days", "age", "left"), [(183, 184, 0), (183, 182, 1), (400, 184, 1)]
)
def test_a_notice_that_was_sent_stays_as_long_as_records_do(settings, kept_days, age, left):
    settings.RECORDS_KEPT_DAYS = kept_days
    done = timezone.now() - timedelta(days=age)
    OutboxMessage.objects.create(kind="a", done_at=done)

    tidied()

    assert OutboxMessage.objects.filter(kind="a").count() == left


def test_what_was_not_sent_and_what_tells_the_ledgers_end_stays_for_ever(settings):
    settings.RECORDS_KEPT_DAYS = 183
    long_ago = timezone.now() - 10 * OLD
    OutboxMessage.objects.create(kind="waiting", created_at=long_ago)
    OutboxMessage.objects.create(kind="witness", done_at=long_ago, payload={"head": "a" * 64})

    tidied()

    assert {*OutboxMessage.objects.values_list("kind", flat=True)} == {"waiting", "witness"}
    OutboxMessage.objects.all().delete()


def test_no_line_of_the_ledger_is_ever_forgotten(built, world, monkeypatch):
    lines = LedgerEntry.objects.count()
    later = timezone.now() + 20 * OLD
    monkeypatch.setattr(timezone, "now", lambda: later)

    tidied()

    assert LedgerEntry.objects.count() == lines > 0


def test_signing_in_is_recorded_and_forgotten_after_six_months(world, client, settings):
    settings.RECORDS_KEPT_DAYS = 183
    for password in ("wrong", PASSWORD):
        client.post("/admin/login/", {"username": "drafter", "password": password})
    assert (AccessLog.objects.count(), AccessFailureLog.objects.count()) == (1, 1)
    tidied()
    assert (AccessLog.objects.count(), AccessFailureLog.objects.count()) == (1, 1)

    for model in (AccessLog, AccessFailureLog):
        model.objects.update(attempt_time=timezone.now() - OLD)
    tidied()

    assert (AccessLog.objects.count(), AccessFailureLog.objects.count()) == (0, 0)


def test_sessions_that_ended_and_processes_that_are_gone_are_forgotten():
    now = timezone.now()
    for name, moment in (("gone", now - timedelta(days=2)), ("here", now + timedelta(days=2))):
        Session.objects.create(session_key=name, session_data="", expire_date=moment)
        SchedulerHeartbeat.objects.create(name=name, beat_at=moment)

    tidied()

    assert [row.session_key for row in Session.objects.all()] == ["here"]
    assert [row.name for row in SchedulerHeartbeat.objects.all()] == ["here"]


def test_many_rows_go_in_small_parts(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tidy, "AT_A_TIME", 2)
    long_ago = timezone.now() - 10 * OLD
    OutboxMessage.objects.bulk_create(OutboxMessage(kind="a", done_at=long_ago) for _ in range(5))

    assert tidy.forget_records()["interpretations.OutboxMessage"] == 5


def test_fewer_days_than_the_law_asks_are_an_error(settings):
    settings.RECORDS_KEPT_DAYS = 182

    assert [found.id for found in checks.run_checks()] == ["operations.E001"]


@pytest.mark.parametrize(
    ("name", "warning"), [("LEDGER_WITNESSES", "operations.W001"), ("OPERATORS", "operations.W002")]
)
def test_before_a_site_is_deployed_it_is_said_whom_nobody_will_tell(settings, name, warning):
    settings.LEDGER_WITNESSES = settings.OPERATORS = ["archive@example.org"]
    setattr(settings, name, [])

    found = {found.id for found in checks.run_checks(include_deployment_checks=True)}

    assert {code for code in found if code.startswith("operations.")} == {warning}


def test_operators_are_told_which_unit_failed(settings):
    settings.OPERATORS = ["ops@example.org"]
    call_command("tell_operators", "policy-backup.service")

    assert (mail.outbox[0].to, mail.outbox[0].subject) == (
        ["ops@example.org"],
        "policy-backup.service 失败",
    )


def test_an_operator_who_cannot_be_reached_is_named_and_the_others_are_told(settings):
    settings.OPERATORS = ["值班@", "ops@example.org"]
    with pytest.raises(CommandError, match=r"没有送出：值班@（ValueError）.*其余的都送了"):
        call_command("tell_operators", "policy-backup.service")

    assert [message.to for message in mail.outbox] == [["ops@example.org"]]


def test_without_operators_nobody_is_told_and_that_is_said(settings):
    settings.OPERATORS = []
    with pytest.raises(CommandError, match="OPERATORS"):
        call_command("tell_operators", "policy-backup.service")
