"""A picture's link in the folder of an edition is no change of the picture."""

import os

import pytest
from django.core.files.storage import default_storage

from editions import pointer
from interpretations.models.kinds import ReleaseState
from interpretations.models.refusals import Changed
from interpretations.models.turning import present
from interpretations.releases.execution.execute import READINGS, execute, prepare
from interpretations.releases.scheduling.schedule import release_due
from tests.factories import approve, make_image, make_set_showing, submit_set
from tests.support.public_files import names_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shown_again(root, world, client):
    """A set whose picture an earlier set shows already, approved; and the picture's name."""
    picture = ("picture", {"image": make_image(world, size=(60, 40)), "alt": "办事流程"})
    first = execute(approve(world, submit_set(world, make_set_showing(world, picture))).pk)
    pages = [item.page.url for item in first.items.select_related("page")]
    name = sorted(set().union(*(names_in(client.get(page).text) for page in pages)))[0]
    return approve(world, submit_set(world, make_set_showing(world, picture))), name


def link(name):
    pointer.keep_up(present()).link(default_storage.path(name), name)


def test_a_picture_that_was_read_since_stops_no_release(shown_again):
    release, name = shown_again
    prepared = prepare(release.pk)
    link(name)

    released = execute(release.pk, prepared)

    assert released.state == ReleaseState.RELEASED


def test_the_scheduler_goes_on_too_and_the_release_is_no_failure(shown_again):
    release, name = shown_again
    prepared = {release.pk: prepare(release.pk)}
    link(name)

    assert [released.pk for released in release_due(prepared)] == [release.pk]


def test_what_was_not_touched_is_not_read_again(shown_again, monkeypatch):
    release, _name = shown_again
    prepared = prepare(release.pk)
    monkeypatch.setattr("interpretations.releases.execution.execute.stored_bytes", pytest.fail)

    assert prepare(release.pk, prepared).seen == prepared.seen


def test_a_picture_with_other_bytes_of_the_same_size_and_time_does(shown_again):
    release, name = shown_again
    prepared = prepare(release.pk)
    path = default_storage.path(name)
    before = os.stat(path)
    with open(path, "r+b") as file:
        file.write(b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    try:
        with pytest.raises(Changed):
            execute(release.pk, prepared)
    finally:
        with open(path, "r+b") as file:
            file.write(b"R")  # as WebP begins

    release.refresh_from_db()
    assert release.failed_at


def test_one_that_is_touched_without_end_ends(shown_again, monkeypatch):
    release, _name = shown_again
    asked = []

    def touched(*args):
        asked.append(args)
        return False

    monkeypatch.setattr("interpretations.releases.execution.execute.unchanged", touched)

    with pytest.raises(Changed):
        execute(release.pk)
    assert len(asked) >= READINGS
