"""`public_read`: one response, one state of the database, nothing written (P1)."""

import io
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from interpretations.models import Edition, OutboxMessage
from interpretations.reading import snapshot
from interpretations.reading.snapshot import PublicReadMiddleware, current, public_read
from tests.factories import approved_set, released_set
from tests.reading.acts import at
from tests.support.channels import EDITION
from tests.support.threads import together

pytestmark = pytest.mark.django_db
real_transactions = pytest.mark.django_db(transaction=True)


def write():
    OutboxMessage.objects.create(kind="test")


def ask(view, method="get", path="/policies/", user=None):
    request = getattr(RequestFactory(), method)(path)
    request.user = user or AnonymousUser()
    return PublicReadMiddleware(view)(request)


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_happens_inside_a_snapshot(world, method):
    seen = []

    ask(lambda request: seen.append(current()) or HttpResponse(), method)

    assert [snapshot.edition for snapshot in seen] == [Edition.current()]
    assert current() is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/policies/"),
        ("get", "/admin/"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/static/css/base.css"),
    ],
)
def test_what_is_not_public_reading_has_none(world, method, path):
    seen = []

    ask(lambda request: seen.append(current()) or HttpResponse(), method, path)

    assert seen == [None]


@real_transactions
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_write_while_reading_fails_and_writes_nothing(world, method):
    with pytest.raises(DatabaseError):
        ask(lambda request: write() or HttpResponse(), method)

    assert not OutboxMessage.objects.exists()


@real_transactions
def test_a_write_while_reading_is_a_500_for_the_reader(world, client, monkeypatch):
    monkeypatch.setattr("home.models.front_page_context", lambda: write() or {})
    client.raise_request_exception = False

    assert client.get("/").status_code == 500
    monkeypatch.undo()
    assert client.get("/").status_code == 200


@real_transactions
def test_writing_works_again_afterwards(world):
    ask(lambda request: HttpResponse())

    write()

    assert OutboxMessage.objects.count() == 1


@real_transactions
def test_writing_works_again_after_an_exception(world):
    with suppress(ZeroDivisionError):
        ask(lambda request: 1 / 0)

    write()

    assert current() is None
    assert OutboxMessage.objects.count() == 1


@real_transactions
@pytest.mark.parametrize("fails", [False, True])
def test_sqlite_takes_the_write_lock_first_again_afterwards(world, fails):
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite")
    modes = []
    with suppress(ZeroDivisionError), public_read():
        modes.append(connection.transaction_mode)
        assert not fails or 1 / 0

    with connection.cursor() as cursor:
        query_only = cursor.execute("PRAGMA query_only").fetchone()
    assert (modes, connection.transaction_mode, query_only) == (["DEFERRED"], "IMMEDIATE", (0,))


@real_transactions
def test_a_release_in_the_middle_of_an_answer_is_not_seen(world):
    release = approved_set(world)
    with public_read() as read:
        before = snapshot.Edition.current()
        together(lambda: released_set(world))
        seen = (Edition.current(), type(release).objects.filter(state="released").count())

    assert (read.edition, seen) == (before, (before, 0))
    assert Edition.current() == before + 1


@real_transactions
def test_an_outer_transaction_is_refused(world):
    with pytest.raises(RuntimeError), transaction.atomic(), public_read():
        pass


def test_a_test_case_may_read_inside_its_own_transaction(world, client):
    released_set(world)

    assert client.get("/policies/").status_code == 200


def test_a_streamed_body_is_refused(world):
    with pytest.raises(RuntimeError, match="stream"):
        ask(lambda request: StreamingHttpResponse(iter([b"x"])))


def test_a_file_may_stream(world):
    response = ask(lambda request: FileResponse(io.BytesIO(b"x")))

    assert response.getvalue() == b"x"


@pytest.mark.parametrize("path", ["/", "/policies/", "/interpretations/", "/nowhere/"])
def test_page_and_header_name_the_same_edition(world, client, path):
    released_set(world)

    response = client.get(path)

    assert response["X-Edition"] == str(Edition.current())
    assert EDITION.search(response.content.decode())[1] == response["X-Edition"]


def test_an_answer_may_be_kept_only_with_asking_again(world, client):
    assert client.get("/policies/")["Cache-Control"] == "no-cache"


def test_a_view_may_say_itself_how_long_its_answer_lives(world):
    response = ask(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))

    assert response["Cache-Control"] == "max-age=60"


@real_transactions
@pytest.mark.parametrize("kept", [None, "max-age=60"])
def test_an_answer_overtaken_by_a_release_is_not_stored(world, kept):
    def view(request):
        together(Edition.raise_number)
        return HttpResponse(headers={"Cache-Control": kept} if kept else {})

    assert "no-store" in ask(view)["Cache-Control"]


def test_what_an_editor_reads_is_never_stored_for_others(world, client):
    client.force_login(world.drafter)

    assert "no-store" in client.get("/policies/")["Cache-Control"]


def test_a_cached_value_belongs_to_the_edition_it_was_made_in(world):
    with public_read():
        cache.set("total", 1)
        seen = cache.get("total")
    Edition.raise_number()

    with public_read():
        assert (seen, cache.get("total")) == (1, None)


def test_a_cached_value_belongs_to_the_local_day_it_was_made_on(world, monkeypatch):
    at(monkeypatch, 2026, 3, 1, 23, 59)
    with public_read():
        cache.set("total", 1)
        seen = cache.get("total")
    at(monkeypatch, 2026, 3, 2, 0, 0)

    with public_read():
        assert (seen, cache.get("total")) == (1, None)


def test_the_day_does_not_change_inside_an_answer(world, monkeypatch):
    at(monkeypatch, 2026, 3, 1, 23, 59)
    with public_read():
        at(monkeypatch, 2026, 3, 2, 0, 0)
        assert snapshot.today().isoformat() == "2026-03-01"

    assert snapshot.today().isoformat() == "2026-03-02"


def test_an_answer_overtaken_by_midnight_is_not_stored(world, monkeypatch):
    at(monkeypatch, 2026, 3, 1, 23, 59)

    def view(request):
        at(monkeypatch, 2026, 3, 2, 0, 0)
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    assert "no-store" in ask(view)["Cache-Control"]


@real_transactions
def test_readers_do_not_wait_for_a_writer(world):
    with transaction.atomic():
        Edition.raise_number()
        (response,) = together(lambda: ask(lambda request: HttpResponse()))

    assert response.status_code == 200


@real_transactions
def test_a_404_page_is_read_from_the_snapshot_too(world, client):
    release = approved_set(world)

    response = client.get(release.policy.url)

    assert response.status_code == 404
    assert response["X-Edition"] == str(Edition.current())
