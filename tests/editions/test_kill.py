"""Killed between any two steps: no reader of a folder is told what the database has taken back."""

import fcntl
import os
import random
import re
import signal

import pytest
from django.db import connection, connections

from editions import pointer
from interpretations.models import Publication
from interpretations.models.kinds import ReleaseKind
from interpretations.models.turning import present, settle
from interpretations.releases.execution.execute import execute
from tests.factories import approved_set
from tests.support.kinds import approved

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
STEPS = ((os, "replace"), (os, "symlink"), (os, "unlink"), (fcntl, "flock"))
MOST = 60  # steps; a release that has more is another release
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


@pytest.mark.parametrize("kind", [ReleaseKind.FIRST, ReleaseKind.WITHDRAWAL])
def test_killed_between_any_two_steps_the_channels_agree(world, readers, client, kind, scale):
    """At every sixth step at the ordinary size, beginning anywhere; at each in a night's proof."""
    stride = max(1, round(6 / scale))
    number = random.randint(1 - stride, 0)
    is_killed = True
    while is_killed and number < MOST:
        number += stride
        release = approved_set(world) if kind == ReleaseKind.FIRST else approved(world, kind)
        pages = [item.page for item in release.items.select_related("page")]
        paths = [*LISTS, *(page.url for page in pages)]
        for path in paths:
            readers.get(path)
        assert editions_in_folder(paths) == {present().edition}

        is_killed = killed_at(number, release)

        public = Publication.objects.filter(page__in=pages).count()
        assert public in (0, len(pages))
        told = [page for page in pages if in_folder(page.url)]
        assert len(editions_in_folder(paths)) <= 1
        if kind == ReleaseKind.WITHDRAWAL and not public:
            assert told == [] and editions_in_folder(paths) <= {present().edition}
        for path in paths:
            answer = client.get(path)
            assert (answer.status_code == 200) == (path in LISTS or bool(public))
            assert editions_in_folder(paths) <= {present().edition}, "the next reader leads on"
        settle()
        assert pointer.current().moment == present()
        for path in paths:
            assert readers.get(path).status == client.get(path).status_code
        if is_killed and public == (0 if kind == ReleaseKind.FIRST else len(pages)):
            execute(release.pk)

    assert number > 8 and not is_killed
