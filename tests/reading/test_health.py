"""What the machine that watches this one is told."""

import errno
import smtplib
import threading
from concurrent.futures import Future
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from interpretations.models import OutboxMessage
from interpretations.models.record import SchedulerHeartbeat
from interpretations.reading import health, readiness
from media.models import WorkerHeartbeat
from tests.support.threads import PATIENCE, together

pytestmark = pytest.mark.django_db


def beat(seconds_ago=0):
    at = timezone.now() - timedelta(seconds=seconds_ago)
    SchedulerHeartbeat.objects.create(name=f"scheduler-{seconds_ago}", beat_at=at)


def worker_beat(seconds_ago=0, lacks=""):
    at = timezone.now() - timedelta(seconds=seconds_ago)
    WorkerHeartbeat.objects.create(name=f"worker-{seconds_ago}-{lacks}", beat_at=at, lacks=lacks)


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """A machine with a Chinese font and a mail server that nobody has asked yet."""
    drawn = Future()
    drawn.set_result(True)
    monkeypatch.setattr(readiness, "_drawn", lambda: drawn)
    readiness._mail_server.cache_clear()
    monkeypatch.setattr(health, "found", health.Findings())
    yield
    readiness._mail_server.cache_clear()


@pytest.fixture
def whole():
    """Scheduler and worker are alive."""
    beat()
    worker_beat()


def test_the_process_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_site_that_lacks_nothing_is_ready(client, whole):
    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert response.json()["reasons"] == {}


@pytest.mark.parametrize("heartbeats", [[], [61, 3600]])
def test_a_site_whose_scheduler_is_silent_is_not_ready(client, heartbeats):
    for age in heartbeats:
        beat(seconds_ago=age)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (503, ["scheduler"])


def test_one_living_scheduler_is_enough(client):
    beat(seconds_ago=3600)
    beat(seconds_ago=1)

    assert client.get("/readyz").status_code == 200


def test_a_site_with_an_unapplied_migration_is_not_ready(client, whole):
    MigrationRecorder(connection).record_unapplied("media", "0001_initial")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (503, ["migrations"])


def test_a_full_disk_is_not_ready(client, whole, settings):
    settings.DISK_FREE_LEAST = settings.DISK_FREE_LOW = 10**18

    response = client.get("/readyz")

    assert (response.status_code, response.json()["failing"]) == (503, ["disk"])
    assert "所在的磁盘只剩" in response.json()["reasons"]["disk"]


def test_a_disk_that_will_be_full_soon_is_told_while_the_site_serves(client, whole, settings):
    settings.DISK_FREE_LOW = 10**18

    response = client.get("/readyz")

    assert (response.status_code, response.json()["degraded"]) == (200, ["disk_reserve"])


def test_a_folder_that_cannot_be_written_is_named_without_its_place(client, whole, monkeypatch):
    monkeypatch.setattr("media.disk.os.access", lambda path, mode: False)

    reason = client.get("/readyz").json()["reasons"]["disk"]

    assert "不能写" in reason
    assert "/" not in reason


@pytest.mark.parametrize("ages", [[], [61]])
def test_a_worker_that_is_silent_is_told(client, ages):
    beat()
    for age in ages:
        worker_beat(seconds_ago=age)

    response = client.get("/readyz").json()

    assert (response["status"], response["degraded"]) == ("degraded", ["recordings"])
    assert "60 秒没有心跳" in response["reasons"]["recordings"]


def test_a_worker_without_its_programs_is_told(client):
    beat()
    worker_beat(lacks="ffmpeg")

    assert "没有安装 ffmpeg" in client.get("/readyz").json()["reasons"]["recordings"]


def test_notices_that_do_not_go_out_are_told(client, whole):
    long_ago = timezone.now() - timedelta(minutes=11)
    OutboxMessage.objects.create(kind="notice", created_at=long_ago, last_error="relay 10.0.0.7")

    response = client.get("/readyz")

    assert response.json()["degraded"] == ["mail"]
    assert "有 1 份通知" in response.text
    assert "10.0.0.7" not in response.text


@pytest.mark.parametrize(
    "error", [OSError(errno.ECONNREFUSED, "10.0.0.7"), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_a_mail_server_that_does_not_answer_is_told_without_its_name(
    client, whole, monkeypatch, error
):
    def refuse(backend):
        raise error

    monkeypatch.setattr(EmailBackend, "open", refuse)
    response = client.get("/readyz")

    assert (response.status_code, response.json()["degraded"]) == (200, ["mail"])
    assert "10.0.0.7" not in response.text


def test_the_mail_server_is_not_asked_by_everybody_who_asks_us(client, whole, monkeypatch):
    asked = []
    monkeypatch.setattr(EmailBackend, "open", lambda backend: asked.append(backend))
    monkeypatch.setattr(readiness.time, "monotonic", lambda: 600.0)

    for _ in range(3):
        health.found.forget()
        client.get("/readyz")

    assert len(asked) == 1


def test_one_look_is_told_to_all_who_ask_within_a_second(
    client, whole, monkeypatch, django_assert_num_queries
):
    now = [600.0]
    monkeypatch.setattr(health.time, "monotonic", lambda: now[0])
    client.get("/readyz")

    with django_assert_num_queries(0):
        assert client.get("/readyz").json()["status"] == "ok"
    SchedulerHeartbeat.objects.all().delete()
    now[0] += health.KEPT

    assert client.get("/readyz").status_code == 503


def test_the_migrations_of_the_code_are_read_once(client, whole, monkeypatch):
    client.get("/readyz")
    monkeypatch.setattr(readiness, "MigrationLoader", None)
    health.found.forget()

    assert client.get("/readyz").status_code == 200


def test_while_one_looks_the_others_are_told_what_was_found_unless_it_is_old(monkeypatch):
    now, looks = [600.0], []
    findings = health.Findings()
    monkeypatch.setattr(health.time, "monotonic", lambda: now[0])

    def look():
        looks.append(len(looks))
        now[0] += 2
        if len(looks) == 2:
            # Another asks meanwhile; were it to look too, or to wait, this would never end.
            assert findings.reasons() == {"disk": "0"}
        return str(looks[-1])

    monkeypatch.setattr(health, "CHECKS", {"disk": look})
    assert findings.reasons() == {"disk": "0"}
    now[0] += 2

    assert findings.reasons() == {"disk": "1"}


@pytest.fixture
def hanging(monkeypatch):
    """Findings of which one look hangs at the disk, all that was found before being old."""
    findings, begun, end = health.Findings(), threading.Event(), threading.Event()
    monkeypatch.setattr(health, "CHECKS", {"database": str, "disk": str, "fonts": str})
    assert findings.reasons() == {}
    monkeypatch.setattr(health, "OLDEST", 0)
    monkeypatch.setattr(health, "KEPT", 0)

    def hang():
        begun.set()
        assert end.wait(PATIENCE)
        return ""

    health.CHECKS["disk"] = hang
    looking = threading.Thread(target=findings.reasons, daemon=True)
    looking.start()
    assert begun.wait(PATIENCE)
    yield findings, end
    end.set()
    looking.join(PATIENCE)


def test_a_look_that_hangs_holds_nobody_else_and_is_not_told_as_well(hanging, monkeypatch, caplog):
    findings, _end = hanging
    monkeypatch.setattr(health, "PATIENCE", 0)

    told = together(*[findings.reasons] * 4)

    assert [{*reasons} for reasons in told] == [{"disk", "fonts"}] * 4
    assert "还没有查完" in told[0]["disk"]
    assert {line.getMessage() for line in caplog.records} == {"readyz: disk, fonts"}


def test_who_asks_at_the_beginning_of_a_look_is_told_what_it_finds(hanging, monkeypatch):
    findings, end = hanging
    monkeypatch.setattr(health, "PATIENCE", PATIENCE)
    lock = findings._looking

    class Watched:
        """The same lock; the look goes on when somebody waits for it."""

        release = lock.release

        def acquire(self, blocking=True, timeout=-1):
            if timeout > 0:
                end.set()
            return lock.acquire(blocking, timeout)

    monkeypatch.setattr(findings, "_looking", Watched())

    assert together(findings.reasons) == [{}]


def test_the_log_has_one_line_for_each_change_and_none_for_each_question(client, caplog):
    caplog.set_level("INFO", logger="interpretations")
    WorkerHeartbeat.objects.create(name="worker", beat_at=timezone.now())
    for _ in range(3):
        health.found.forget()
        assert client.get("/readyz").status_code == 503
    beat()
    for _ in range(3):
        health.found.forget()
        assert client.get("/readyz").status_code == 200

    told = [(line.levelname, line.getMessage()) for line in caplog.records]
    assert told == [("ERROR", "readyz: scheduler"), ("INFO", "readyz: ok")]


def test_a_check_that_cannot_be_done_has_one_trace(client, whole, monkeypatch, caplog):
    def away():
        raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(health, "CHECKS", {"disk": away})
    for _ in range(3):
        health.found.forget()
        assert client.get("/readyz").status_code == 503

    assert len([line for line in caplog.records if line.exc_info]) == 1


def test_a_machine_without_a_chinese_font_is_told(client, whole, monkeypatch):
    drawn = Future()
    drawn.set_result(False)
    monkeypatch.setattr(readiness, "_drawn", lambda: drawn)

    assert client.get("/readyz").json()["degraded"] == ["fonts"]


def test_a_database_that_does_not_answer_is_named_without_its_reasons(client, monkeypatch):
    def refuse():
        raise OperationalError("password of 10.0.0.7")

    monkeypatch.setattr(health, "CHECKS", dict.fromkeys(health.CHECKS, refuse))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["failing"] == [*health.ESSENTIAL]
    assert "10.0.0.7" not in response.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_cache_answers_for_the_machine(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]
