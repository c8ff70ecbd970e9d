"""What every benchmark shares: a clock, alternation, and a database of its own."""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import SCRATCH, TABLES
from interpretations.reading import catalogue


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def processor(work: Callable[[], object]) -> float:
    """Milliseconds of processor, in all threads of this process, that a piece of work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def processor_with_server(work: Callable[[], object]) -> float:
    """The same with what PostgreSQL's process for this connection took meanwhile.

    SQLite works in this process. Not counted: further processes of the server for one statement,
    and a server on another machine.
    """
    before = _server_processor()
    own = processor(work)
    return own + max(_server_processor() - before, 0.0)


def _server_processor() -> float:
    """Milliseconds that the server's process for this connection has run so far."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(schedule.read_text(encoding="ascii").split()[0]) / 1e6 if schedule.exists() else 0.0


def queries(work: Callable[[], object]) -> int:
    """How many statements a piece of work sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def selects(work: Callable[[], object]) -> int:
    """How many of them read: what opens and ends a transaction is not counted."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(query["sql"].lstrip("( ").upper().startswith("SELECT") for query in captured)


def alternate(rounds: int, *sides: Callable[[], float]) -> list[list[float]]:
    """Let each side give one figure after the other, `rounds` times; return them by side.

    The one that begins changes with every round. One round before them is thrown away, unless
    one is all that is wanted, and the garbage of one side is not collected while the other is
    measured.
    """
    figures: list[list[float]] = [[] for _ in sides]
    for number in range(1 if rounds == 1 else 0, rounds + 1):
        places = list(range(len(sides)))
        for place in places if number % 2 else reversed(places):
            gc.collect()
            figure = sides[place]()
            if number:
                figures[place].append(figure)
    return figures


@dataclass
class Database:
    """A database of this run alone, or a copy of it; the process uses one at a time."""

    name: str
    copies: list["Database"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What other processes find in `DATABASE_URL`."""
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.name}"
        return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}"))

    def use(self) -> None:
        """Let this process speak to this database from now on."""
        connection.close()
        connection.settings_dict["NAME"] = self.name
        for cache in caches.all(initialized_only=True):
            cache.clear()
        catalogue.forget()

    def copy(self, label: str) -> "Database":
        """Return another database that holds the same rows."""
        copied = Database(_name(label))
        if connection.vendor == "sqlite":
            self.use()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.close()
            shutil.copy(self.name, copied.name)
        else:
            connection.close()
            _on_server(f'CREATE DATABASE "{copied.name}" TEMPLATE "{self.name}"')
        self.copies.append(copied)
        return copied

    def drop(self) -> None:
        """Remove this database and its copies."""
        connection.close()
        for item in [*self.copies, self]:
            if connection.vendor == "postgresql":
                _on_server(f'DROP DATABASE "{item.name}" WITH (FORCE)')


def _name(label: str) -> str:
    name = f"bench_{label}_{os.getpid()}"
    return str(SCRATCH / f"{name}.sqlite3") if connection.vendor == "sqlite" else name


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:  # as Django's test runner does
        cursor.execute(statement)


@contextmanager
def empty_database(label: str) -> Iterator[Database]:
    """A database without tables, which is dropped in the end; a file, or one on the server."""
    made = Database(_name(label))
    if connection.vendor == "postgresql":
        _on_server(f'CREATE DATABASE "{made.name}"')
    made.use()
    try:
        yield made
    finally:
        made.drop()


@contextmanager
def database(label: str) -> Iterator[Database]:
    """A database with the tables of the whole site, and nothing in them."""
    with empty_database(label) as made:
        _make_tables(made)
        yield made


def _make_tables(made: Database) -> None:
    """Migrate; SQLite once in a run, for all processes of it: the rest copies that file."""
    if connection.vendor != "sqlite":
        call_command("migrate", verbosity=0)
    elif TABLES.exists():
        connection.close()
        shutil.copy(TABLES, made.name)
    else:
        call_command("migrate", verbosity=0)
        unfinished = shutil.copy(made.copy("tables").name, TABLES.with_suffix(f".{os.getpid()}"))
        Path(unfinished).replace(TABLES)
        made.use()


def settled() -> None:
    """Do what a running server has done by itself: statistics, a map of the rows that all may
    see, an empty log."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM (ANALYZE)")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
