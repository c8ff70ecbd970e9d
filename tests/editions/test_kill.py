"""Killed between any two steps: no reader of a folder is told what the database has taken back."""

import fcntl
import os
import random
import re
import signal
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, connections

from editions import pointer
from editions.places import FILES, Form, place
from interpretations.models import Release
from interpretations.models.kinds import ReleaseState
from interpretations.models.turning import present, settle
from interpretations.releases.execution.execute import execute
from media.models import ReleasedFile
from tests.support.illustrated import READY

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
STEPS = ((os, "replace"), (os, "symlink"), (os, "unlink"), (fcntl, "flock"))
MOST = 60  # steps; a release that has more is another release
TAKING = ("removal", "withdrawal", "transfer", "emergency_withdrawal")
# One of them a day in turn; all in a night's proof, which is larger.
TODAY = TAKING[date.today().toordinal() % len(TAKING)]
IS_NIGHT = float(os.environ.get("TEST_SCALE", "1")) > 1
KINDS = ("first", *(TAKING if IS_NIGHT else (TODAY,)))
CHANNELS = {"/policies/feed/": Form.ATOM, "/api/v2/pages/": Form.JSON, "/sitemap.xml": Form.XML}
LISTS = ("/", "/policies/", "/interpretations/")
EDITION = re.compile(rb'<meta name="edition" content="(\d+)">')


def die_at(number):
    """Kill this process before or after one of the steps: the `number`th of all."""
    passed = 0

    def step():
        nonlocal passed
        passed += 1
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(holder, name):
        work = getattr(holder, name)

        def stepped(*args, **kwargs):
            step()
            result = work(*args, **kwargs)
            step()
            return result

        setattr(holder, name, stepped)

    for holder, name in STEPS:
        around(holder, name)
    connection.ensure_connection()
    around(connection, "_commit")


def killed_at(number, release):
    """Execute in a process of its own that dies at this step; false once there is no such step."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            die_at(number)
            execute(release.pk)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def in_folder(path):
    """What a web server sends from the folder that readers are in; None if nothing."""
    folder = pointer.current()
    file = folder.answers / path.strip("/") / "index.html" if folder else None
    return file.read_bytes() if file and file.exists() else None


def editions_in_folder(paths):
    bodies = filter(None, map(in_folder, paths))
    return {int(EDITION.search(body)[1]) for body in bodies}


def files_in_folder(names):
    folder = pointer.current()
    return {name for name in names if folder and (folder.answers / FILES / name).exists()}


def told_in_folder(addresses):
    """Which of these addresses a feed, list of the API or site map in the folder names."""
    folder = pointer.current()
    files = [folder.answers / place(path, form).relative for path, form in CHANNELS.items()]
    told = b"".join(file.read_bytes() for file in files if file.exists()).decode()
    return {address for address in addresses if f"{address}<" in told or f'{address}"' in told}


@dataclass
class Ready:
    """A release that waits for its execution, the pages it names, and files that it had made."""

    release: Release
    pages: list[str]
    files: set[str]

    @property
    def paths(self):
        return [*LISTS, *self.pages]


def make_ready(kind, world):
    known = {*ReleasedFile.objects.values_list("name", flat=True)}
    release = READY[kind](world)
    files = {*ReleasedFile.objects.values_list("name", flat=True)} - known
    pages = [item.page.url for item in release.items.select_related("page")]
    return Ready(release, pages, files)


def fill_folder(ready, kind, readers, client):
    """Let somebody read all of it, so that it is there to be told when it should not be."""
    for path in (*ready.paths, *CHANNELS):
        readers.get(path)
    for name in ready.files:
        client.get(f"/media/{name}").close()
    assert editions_in_folder(ready.paths) == {present().edition}
    if kind in TAKING:
        assert told_in_folder(ready.pages) and files_in_folder(ready.files)


def judge_folder(ready, is_taken_back):
    """What a web server sends before anybody has asked the application."""
    assert len(editions_in_folder(ready.paths)) <= 1
    if is_taken_back:
        assert not any(map(in_folder, ready.pages))
        assert editions_in_folder(ready.paths) <= {present().edition}


def judge_next_readers(ready, is_shown, client):
    for path in ready.paths:
        answer = client.get(path)
        assert (answer.status_code == 200) == (path in LISTS or is_shown)
        assert editions_in_folder(ready.paths) <= {present().edition}, "the next reader leads on"
    gone = {name for name in ready.files if client.get(f"/media/{name}").status_code != 200}
    assert not files_in_folder(gone)


def judge_settled(ready, is_shown, readers, client):
    settle()
    assert pointer.current().moment == present()
    for path in (*ready.paths, *CHANNELS):
        assert readers.get(path).status == client.get(path).status_code
    assert is_shown or not told_in_folder(ready.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_killed_between_any_two_steps_the_channels_agree(world, readers, client, kind, scale):
    """At every sixth step at the ordinary size, beginning anywhere; at each in a night's proof.

    A release that was killed before it was out is tried again.
    """
    stride = max(1, round(6 / scale))
    number = random.randint(1 - stride, 0)
    is_killed, ready = True, None
    while is_killed and number < MOST:
        number += stride
        ready = ready or make_ready(kind, world)
        fill_folder(ready, kind, readers, client)

        is_killed = killed_at(number, ready.release)

        ready.release.refresh_from_db()
        is_out = ready.release.state == ReleaseState.RELEASED
        is_shown = is_out != (kind in TAKING)
        judge_folder(ready, is_taken_back=is_out and not is_shown)
        judge_next_readers(ready, is_shown, client)
        judge_settled(ready, is_shown, readers, client)
        ready = None if is_out else ready

    assert number > 8 and not is_killed and is_out
