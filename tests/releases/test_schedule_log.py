"""SQLite's log: folded back between releases, waiting for nobody (P5)."""

import os
import sqlite3
import time

import pytest
from django.db import connection

from interpretations.releases.scheduling import schedule

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite keeps such a log"),
]


@pytest.mark.parametrize("tidy", [schedule.checkpoint, schedule.truncate_log])
def test_a_long_reader_delays_no_release(tidy):
    patience = connection.cursor().execute("PRAGMA busy_timeout").fetchone()
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM wagtailcore_page").fetchall()
    schedule.beat("somebody who writes")
    begun = time.monotonic()

    tidy()

    assert time.monotonic() - begun < 1
    reader.close()
    assert connection.cursor().execute("PRAGMA busy_timeout").fetchone() == patience


def test_the_log_is_emptied_when_nobody_reads():
    schedule.beat("somebody who writes")

    schedule.truncate_log()

    assert os.path.getsize(f"{connection.settings_dict['NAME']}-wal") == 0
