"""Every benchmark lives: at its smallest size it prints every row that it declares."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from benchmarks import ROOT
from benchmarks.command import names
from tests.database.founded import UNFOUNDED

KEYS = {"name", "own", "peer", "peer_name", "ratio", "unit", "n"}
# A benchmark sets up a scratch folder and, unless it is told, a SQLite of its own.
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TEST_SCRATCH")


@pytest.fixture(scope="module")
def tables(tmp_path_factory, request, scale):
    """Where benchmarks find the tables of the site: by day those of this run's own database.

    By night, and on PostgreSQL, the first benchmark makes them and leaves them for the others.
    """
    folder = tmp_path_factory.mktemp("tables")
    if connection.vendor == "sqlite" and scale <= 1:
        # Asked for here alone: a run on PostgreSQL would take it that every benchmark needs it.
        copies = request.getfixturevalue("django_db_setup")
        copies.copy_to(UNFOUNDED, folder / "tables.sqlite3")
    return folder


def smallest(name, tables, **environment):
    """Run in a process of its own; returns its rows, and skips where every row was skipped."""
    inherited = {key: value for key, value in os.environ.items() if key not in OURS}
    # Two web processes prove no more here than one.
    environment |= {"BENCHMARK_TABLES": str(tables), "WEB_CONCURRENCY": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--smallest"],
        cwd=ROOT, env={**inherited, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    if skipped := {row["skipped"] for row in rows if "skipped" in row}:
        pytest.skip("; ".join(skipped))
    return rows


def test_there_are_the_benchmarks_that_others_rely_on():
    assert {"release", "reading", "search", "film", "desk"} <= set(names())


@pytest.mark.benchmark
@pytest.mark.parametrize("name", names())
def test_prints_every_row_it_declares(name, tables):
    rows = smallest(name, tables)

    assert rows
    assert all(set(row) == KEYS and row["n"] > 0 for row in rows)


@pytest.mark.benchmark
@pytest.mark.postgres
def test_makes_its_databases_on_postgresql(tables):
    rows = smallest("search", tables, DATABASE_URL=os.environ["DATABASE_URL"])

    assert rows[0]["peer_name"].endswith("postgresql")
