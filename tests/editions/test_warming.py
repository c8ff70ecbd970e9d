"""After a flip: what is asked for next is there already."""

import json
import os
import time

import pytest
from django.utils import timezone

from editions import pointer
from editions.folder import Moment
from editions.popular import Counted, most_read
from editions.warming import Warmer
from interpretations.models.turning import present
from interpretations.releases.scheduling import schedule
from tests.factories import approved_set, released_set


@pytest.fixture
def warmer(readers):
    return Warmer(lambda: readers.layer)


def warm(warmer):
    warmer.warm(lambda: False)


def is_there(path):
    return (pointer.current().answers / path.strip("/") / "index.html").exists()


def test_a_released_set_is_there_before_its_first_reader(world, warmer, readers):
    release = released_set(world)
    pointer.keep_up(present())
    warmer.expect(schedule.addresses([release]))

    warm(warmer)

    paths = [item.page.url for item in release.items.all()]
    assert len(paths) == 2 and all(map(is_there, paths))
    asked = readers.asked
    assert [readers.get(path).status for path in paths] == [200, 200]
    assert readers.asked == asked


def test_each_edition_is_warmed_once(world, warmer, readers):
    pointer.keep_up(present())

    warm(warmer)
    warm(warmer)

    assert readers.asked == 3


def test_what_was_read_most_is_made_next(world, warmer, root):
    release = released_set(world)
    path = release.items.first().page.url
    counted = Counted()
    counted._noted_at = time.monotonic() - 60
    counted.count(path)
    pointer.keep_up(present())

    warm(warmer)

    assert most_read(1) == [path]
    assert is_there(path)


def test_the_name_of_a_machine_may_have_dots(root, monkeypatch):
    """Each process has a note of its own."""
    name = os.uname_result(("Linux", "www.example.org", "", "", ""))
    monkeypatch.setattr(os, "uname", lambda: name)
    pointer.keep_up(Moment(1, timezone.localdate()))
    for number, path in enumerate(("/a/", "/b/")):
        monkeypatch.setattr(os, "getpid", lambda number=number: 100 + number)
        counted = Counted()
        counted._noted_at = time.monotonic() - 60
        counted.count(path)

    assert sorted(most_read(9)) == ["/a/", "/b/"]


def test_what_nginx_sent_counts_too(root, settings, tmp_path):
    settings.EDITIONS_ACCESS_LOG = str(tmp_path / "access.log")
    line = '192.0.2.1 - - [28/Nov/2026:10:00:00 +0800] "GET {} HTTP/1.1" {} 35952 "-" "-"\n'
    (tmp_path / "access.log").write_text(
        line.format("/policies/?from=x", 200)
        + line.format("/policies/", 304)
        + line.format("/gone/", 404)
        + line.format("/policies/%00/", 200)
        + line.format("/static/css/site.0123456789ab.css", 200) * 3
        + line.format("/media/images/x.png", 304) * 3
        + line.format("//policies//", 200) * 3
        + line.format("/policies/index.html", 200) * 3
        + "no line at all\n"
        + line.format("/", 200),
        encoding="utf-8",
    )

    assert most_read(9) == ["/policies/", "/"]


def test_our_own_format_of_nginxs_log_is_read(root, settings, tmp_path):
    settings.EDITIONS_ACCESS_LOG = str(tmp_path / "access.log")
    line = (
        '{{"time":"2026-11-28T10:00:00+08:00","request":"ab12","address":"192.0.2.1",'
        '"asked":"GET {} HTTP/2.0","status":{},"bytes":35952,"seconds":0.000}}\n'
    )
    (tmp_path / "access.log").write_text(
        line.format("/policies/", 200) + line.format("/gone/", 410), encoding="utf-8"
    )

    assert most_read(9) == ["/policies/"]


def test_a_log_that_is_not_there_stops_nothing(root, settings):
    settings.EDITIONS_ACCESS_LOG = "/nonexistent/access.log"

    assert most_read(9) == []


def test_damaged_and_old_notes_are_passed_over(root):
    (root / "reads").mkdir(parents=True)
    (root / "reads" / "a-1.json").write_text("{", encoding="utf-8")
    old = root / "reads" / "a-2.json"
    old.write_text(json.dumps({"/old/": 9}), encoding="utf-8")
    os.utime(old, (1, 1))

    assert most_read(9) == []
    assert not old.exists()


def test_one_page_that_fails_keeps_no_other_from_being_made(world, warmer, readers, monkeypatch):
    inside = readers.inside

    def fails(environ, start_response):
        if environ["PATH_INFO"] == "/":
            raise RuntimeError
        return inside(environ, start_response)

    readers.inside = fails
    pointer.keep_up(present())

    warm(warmer)

    assert is_there("/policies/") and not is_there("/")


def test_the_next_edition_ends_it(world, warmer, readers):
    pointer.keep_up(present())
    inside = readers.inside

    def flips(environ, start_response):
        pointer.forget()
        return inside(environ, start_response)

    readers.inside = flips

    warm(warmer)

    assert readers.asked == 1


def test_what_waits_is_not_asked_for(world, warmer, readers):
    approved_set(world)

    warm(warmer)

    assert readers.asked == 0
