"""`public_read`: every public response is rendered from one database snapshot (P1).

A response of many queries straddles commits otherwise: 8 to 14 % of answers showed half a
set while sets were being released (docs/snapshot.md has the trials and the traps).
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from django.apps import apps
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone

from editions import pointer
from editions.folder import Moment
from editions.marks import READ_IN
from editions.program import fingerprint
from interpretations.models import Edition

logger = logging.getLogger(__name__)
DESK_PREFIXES = ("/admin/",)
OUTSIDE_PREFIXES = ("/healthz", "/readyz", "/metrics", "/static/")
READING_METHODS = ("GET", "HEAD")
# Keys carry edition and day: what is kept longer is never asked for again.
KEPT_SECONDS = 24 * 60 * 60

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Snapshot:
    """The state that one response is rendered from, and the local day it was asked on.

    `program` began the edition: what another one renders is not kept. `pairs` are the other
    half of the page that is read: page id -> its `data-pair`, for links in running text.
    """

    edition: int
    day: date = field(default_factory=timezone.localdate)
    program: str = ""
    pairs: dict[int, str] = field(default_factory=dict)


class _SQLiteConnection(Protocol):
    """What django-stubs leaves out of SQLite's connections."""

    transaction_mode: str | None


_current: ContextVar[Snapshot | None] = ContextVar("public_snapshot", default=None)


def current() -> Snapshot | None:
    """Return the snapshot of the running public response, None on the editorial side."""
    return _current.get()


def today() -> date:
    """Return the local day of the running response: midnight does not pass inside one."""
    snapshot = current()
    return snapshot.day if snapshot else timezone.localdate()


def edition(request: HttpRequest) -> dict[str, int]:
    """Template context: the edition in which this response is rendered."""
    snapshot = current()
    return {"edition": snapshot.edition if snapshot else Edition.current()}


def kept(name: str, make: Callable[[], Kept]) -> Kept:
    """Return what is public and alike for all readers of this edition and day, made once in it.

    Previews share it, so it must never depend on the page that is shown. Where no edition is
    fixed, it is made anew each time.
    """
    if current() is None:
        return make()
    return cast(Kept, cache.get_or_set(name, make, KEPT_SECONDS))


def connect() -> None:
    """Connect the receiver; called once when the app is ready."""
    post_migrate.connect(_forget, sender=apps.get_app_config("interpretations"))


def _forget(**kwargs: Any) -> None:
    """A restored database counts the same editions again, and newer code keeps other values.

    Both begin with a migrate; a cache that outlives them (Redis, files) must not.
    """
    cache.clear()
    caches["answers"].clear()
    pointer.forget()


def edition_key(key: str, key_prefix: str, version: int) -> str:
    """Key every cached public value by the edition and the day it was made in.

    Else a reader of an older snapshot refills what a newer one reads (docs/snapshot.md, trap 4),
    and what the calendar decides would outlive its day. Two programs beside each other, while one
    takes the other's place, never read what the other has kept.
    """
    snapshot = current()
    made_in = f"{snapshot.edition}:{snapshot.day:%Y%m%d}" if snapshot else "desk"
    return f"{key_prefix}:{version}:{fingerprint()[:8]}:{made_in}:{key}"


@contextmanager
def public_read() -> Iterator[Snapshot]:
    """Open one read-only snapshot; everything inside sees the same edition.

    Refuses an outer transaction (durable). A write inside fails on both databases.
    """
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    mode = getattr(connection, "transaction_mode", None)
    nested = connection.in_atomic_block
    if sqlite:
        # IMMEDIATE, the mode of all writers, would make readers queue for the write lock.
        cast(_SQLiteConnection, connection).transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            _make_read_only(cursor, sqlite, nested)
            try:
                number, program = Edition.begun()
                snapshot = Snapshot(number, program=program)
                token = _current.set(snapshot)
                try:
                    yield snapshot
                finally:
                    _current.reset(token)
            finally:
                # Not through Django, which refuses every statement after a failed write:
                # this connection would stay read-only for whoever has it next.
                if sqlite and connection.connection is not None:
                    connection.connection.execute("PRAGMA query_only = OFF").fetchall()
    finally:
        if sqlite:
            cast(_SQLiteConnection, connection).transaction_mode = mode


def _make_read_only(cursor: CursorWrapper, sqlite: bool, nested: bool) -> None:
    if sqlite:
        cursor.execute("PRAGMA query_only = ON").fetchall()
    elif not nested:
        # Must be the first statement; inside a test's own transaction it cannot be.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


class PublicReadMiddleware:
    """One snapshot for each GET and HEAD outside the admin.

    Stands below sessions and authentication, which may write, and above everything that
    reads pages: routing, view, rendering and the 404 page are all inside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING_METHODS or request.path.startswith(
            DESK_PREFIXES + OUTSIDE_PREFIXES
        ):
            return self.get_response(request)
        # May touch the session row, so before the snapshot forbids writing.
        editor = request.user.is_authenticated
        with public_read() as snapshot:
            request.META[READ_IN] = _may_be_kept_as(snapshot, editor)
            response = self.get_response(request)
            _refuse_streams(response)
        return _mark(request, response, snapshot, editor)


def _refuse_streams(response: HttpResponseBase) -> None:
    """A body that is made after the snapshot has ended could show another state."""
    if response.streaming and not isinstance(response, FileResponse):
        raise RuntimeError("a public response must not stream unless it is a file")


def _may_be_kept_as(snapshot: Snapshot, editor: bool) -> Moment | None:
    """Of which moment this answer may stand in a folder; None for editors and other programs."""
    if pointer.root() is None or editor or snapshot.program != fingerprint():
        return None
    return Moment(snapshot.edition, snapshot.day)


def _mark(
    request: HttpRequest, response: HttpResponseBase, snapshot: Snapshot, editor: bool
) -> HttpResponseBase:
    """Say to caches how long this answer may live: never past its edition or its day.

    Readers whom nginx answers are brought to this state first, so that nobody is told something
    here and the state before it there.
    """
    response["X-Edition"] = str(snapshot.edition)
    now = Moment(Edition.current(), timezone.localdate())
    overtaken = now != Moment(snapshot.edition, snapshot.day)
    if overtaken:
        request.META[READ_IN] = None
    try:
        pointer.keep_up(now)
    except OSError:
        logger.exception("readers stay in an older edition")
    if editor or overtaken:
        response["Cache-Control"] = "private, no-store"
    elif not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-cache"
    return response
