"""The town is built once for a module; every try is undone."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from media.models import Recording
from tests.database.undone import undone
from tests.doors.town import build_town, public_state
from tests.factories import fresh, make_interpretation, make_policy
from tests.support.picturing import pictured_here


@pytest.fixture(scope="module")
def built(shared_world):
    """A town that the tests of a module share."""
    with pictured_here():
        return build_town(shared_world)


@pytest.fixture
def town(built, django_db_blocker):
    """The town of this module, as it was built."""
    with django_db_blocker.unblock(), undone():
        yield built


@pytest.fixture(scope="module")
def before(built):
    return public_state(built)


@pytest.fixture(scope="module")
def clients(built):
    """One signed-in browser for each role; a 500 is an answer here, not an exception."""
    clients = {}
    for role in ("anonymous", "drafter", "drafter2", "leader", "editor", "admin"):
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(built.user(role))
        clients[role] = client
    return clients


@pytest.fixture(scope="module")
def recording(built):
    """An unreleased film of the first department."""
    return Recording.objects.create(
        kind="film", title="机密影片", state="ready", duration=65,
        original=ContentFile(b"original", "a.mp4"), file=ContentFile(b"large", "large.mp4"),
        collection=Collection.objects.get(name=built.world.department.title),
        uploaded_by_user=built.world.drafter,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sound(built, recording):
    return Recording.objects.create(
        kind="sound", title="机密录音", state="ready", duration=65,
        original=ContentFile(b"original", "a.mp3"), file=ContentFile(b"sound", "a.mp3"),
        collection=recording.collection, uploaded_by_user=built.world.drafter,
    )  # fmt: skip


def foreign_document(town):
    """A draft of the other department, whose drafter is the stranger here."""
    return make_policy(town.world, user=town.world.drafter2, department=town.world.other_department)


def hidden_in(town, recording, sound):
    """Numbers of what is unreleased in the first department, by kind."""
    return {
        "image": town.images["draft"].pk,
        "document": town.documents["draft"].pk,
        "page": town.policies["draft"],
        "film": recording.pk,
        "sound": sound.pk,
    }


@pytest.fixture(scope="module")
def foreign(built):
    """The draft of a stranger, and its explanation."""
    document = foreign_document(built)
    return document, make_interpretation(document, built.world.drafter2)


@pytest.fixture
def document(town, foreign):
    return fresh(foreign[0])


@pytest.fixture
def explanation(town, foreign):
    return fresh(foreign[1])


@pytest.fixture
def hidden(town, recording, sound):
    return hidden_in(town, recording, sound)
