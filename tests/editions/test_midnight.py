"""Real processes, a real nginx, and a real midnight: that of a place made for it.

The zone of the site is a file (RFC 8536) in which the day ends a moment from now; nobody's
clock is changed, and the thread of each web process turns the day as it does every night.
"""

import datetime
import os
import struct
import threading
import time
from pathlib import Path

import pytest
import requests
from django.conf import settings as django_settings
from django.utils import timezone

from interpretations.models import ColumnFeature
from tests.factories import feature, released_set
from tests.media import nginx
from tests.support import site_processes
from tests.support.behind import behind_the_guard

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.django_db(transaction=True),
    pytest.mark.violates,  # the day until which a set stands first is set behind the guard
    pytest.mark.skipif(nginx.program() is None, reason="not installed: nginx"),
]
# Seconds to midnight when the processes are started: more, where they need longer.
LEADS = (20, 60, 180)
PATIENCE = 30  # seconds
EVE = 4  # seconds before midnight from which on readers ask without pause
DAY = 24 * 3600
FEATURED = '<span class="featured">'


def offset_of(midnight):
    """Seconds from UTC of a place whose day ends at this moment."""
    ahead = DAY - midnight % DAY
    return ahead - DAY if ahead > DAY // 2 else ahead


def zone_of(offset, folder):
    """Write the site's zone anew, so many seconds from UTC; return its file."""
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    body = struct.pack(">lbb", offset, 0, 0) + b"AAA\0"
    hours, rest = divmod(abs(offset), 3600)
    sign = "-" if offset > 0 else ""
    rule = f"\nAAA{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}\n".encode()
    path = Path(folder, django_settings.TIME_ZONE)
    path.parent.mkdir(parents=True)
    path.write_bytes(header + body + header + body + rule)
    return path


def pointed_at(root):
    try:
        return os.readlink(root / "current")
    except FileNotFoundError:
        return None


def until(condition, patience=PATIENCE):
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


@pytest.fixture
def evening(world, root, settings, tmp_path, monkeypatch):
    """The site's address, when its day ends, and that day; a set stands first until then."""
    settings.BASE_URL = "http://localhost"
    policy = released_set(world).policy
    feature(world, policy, timezone.localdate() + datetime.timedelta(days=9))
    for number, lead in enumerate(LEADS):
        folder = tmp_path / str(number)
        midnight = int(time.time()) + lead
        offset = offset_of(midnight)
        zone = zone_of(offset, folder / "zones")
        monkeypatch.setenv("PYTHONTZPATH", str(folder / "zones"))
        monkeypatch.setattr(nginx, "ZONE", f":{zone}")
        day = datetime.datetime.fromtimestamp(midnight + offset - 1, datetime.UTC).date()
        with behind_the_guard():
            ColumnFeature.objects.update(until=day)
        with site_processes.site(folder, schedulers=0) as address:
            if midnight - time.time() > 5:
                yield address, midnight, day
                return
    raise AssertionError("the machine is too slow for an evening")


def get(address, path):
    return requests.get(address + path, headers={"Host": "localhost"}, timeout=PATIENCE)


def test_at_midnight_readers_are_led_into_the_new_day_without_a_reader(evening, root):
    address, midnight, day = evening
    first = [get(address, "/interpretations/") for _ in range(2)][1]
    assert FEATURED in first.text
    assert f".{day}." in pointed_at(root)

    time.sleep(max(0, midnight - time.time()))
    tomorrow = str(day + datetime.timedelta(days=1))
    until(lambda: f".{tomorrow}." in (pointed_at(root) or ""))

    second = [get(address, "/interpretations/") for _ in range(2)][1]
    assert FEATURED not in second.text
    assert second.headers["ETag"] != first.headers["ETag"]


def test_no_reader_is_told_yesterday_after_midnight_and_none_meets_a_fault(evening):
    address, midnight, _day = evening
    told, done = [], threading.Event()
    get(address, "/interpretations/")  # the first answer of a process takes longer

    def read():
        while not done.is_set():
            asked_at = time.time()
            response = get(address, "/interpretations/")
            told.append((asked_at, time.time(), response.status_code, FEATURED in response.text))

    threads = [threading.Thread(target=read) for _ in range(3)]
    time.sleep(max(0, midnight - EVE - time.time()))
    for thread in threads:
        thread.start()
    time.sleep(max(0, midnight + 1.5 - time.time()))
    done.set()
    for thread in threads:
        thread.join()

    assert {status for _asked, _told, status, _shown in told} == {200}
    # nginx reads the clock once a turn of its loop.
    assert {shown for _asked, at, _status, shown in told if at < midnight} == {True}
    late = [shown for asked, _told, _status, shown in told if asked > midnight + 0.1]
    assert late and not any(late)
