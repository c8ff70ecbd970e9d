"""What every benchmark shares: a database of its own, alternation, medians, one row a figure."""

import argparse
import gc
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import SCRATCH


def is_quick(description: str | None) -> bool:
    """Read the command line; every benchmark knows `--quick` and nothing else."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="less of everything, within a minute")
    return parser.parse_args().quick


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def queries(work: Callable[[], object]) -> int:
    """How many statements a piece of work sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def alternate(rounds: int, *sides: Callable[[], float]) -> list[list[float]]:
    """Let each side give one figure after the other, `rounds` times; return them by side.

    The one that begins changes with every round. One round before them is thrown away, and
    the garbage of one side is not collected while the other is measured.
    """
    found: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        places = list(range(len(sides)))
        for place in places if number % 2 else reversed(places):
            gc.collect()
            figure = sides[place]()
            if number:
                found[place].append(figure)
    return found


def row(
    name: str,
    own: float,
    peer: float | None,
    peer_name: str | None,
    unit: str,
    n: int,
) -> None:
    """Print one figure; a ratio above 1 means ours is better. The unit `rate`: more is better."""
    if peer is None:
        ratio = None
    else:
        ratio = round(own / peer if unit == "rate" else peer / own, 3) if own and peer else None
    line = {"name": name, "own": round(own, 4), "peer": peer and round(peer, 4),
            "peer_name": peer_name, "ratio": ratio, "unit": unit, "n": n}  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def compare(name: str, own: Sequence[float], peer: Sequence[float], peer_name: str) -> None:
    """Print the medians of two series in ms, and how far the middle half spreads (stderr)."""
    row(name, statistics.median(own), statistics.median(peer), peer_name, "ms", len(own))
    spread = [f"{low:.1f} to {high:.1f}" for low, high in map(_middle_half, (own, peer))]
    print(f"  {name}: middle half {spread[0]} ms against {spread[1]}", file=sys.stderr)


def median_row(name: str, own: Sequence[float]) -> None:
    """Print the median of a series in ms that has no peer."""
    row(name, statistics.median(own), None, None, "ms", len(own))


def _middle_half(series: Sequence[float]) -> tuple[float, float]:
    if len(series) < 2:
        return series[0], series[0]
    quarters = statistics.quantiles(series, n=4)
    return quarters[0], quarters[2]


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
        for one in [*self.copies, self]:
            if connection.vendor == "postgresql":
                _on_server(f'DROP DATABASE "{one.name}" WITH (FORCE)')


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
        call_command("migrate", verbosity=0)
        yield made


def settled() -> None:
    """Do what a running server has done by itself: statistics, an empty log."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
