"""What every test may use: the size of a heavy test, and which tests this machine can run."""

import gc
import json
import os
import shutil
from collections.abc import Iterator
from copy import deepcopy

import hypothesis
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

from interpretations.reading import catalogue
from interpretations.releases.audit.public_state import violations
from media.examine.__main__ import answer
from media.sandbox import runner
from tests.database.founded import FOUNDED, UNFOUNDED, make_database
from tests.database.undone import undone
from tests.database.writes import Writes
from tests.factories import World, make_set
from tests.selection import WithoutDatabase
from tests.slowest import SlowestFiles

# Machines are shared and databases are slow: how long one example takes proves nothing.
hypothesis.settings.register_profile("site", deadline=None)
hypothesis.settings.load_profile("site")


def pytest_configure(config):
    config.pluginmanager.register(SlowestFiles())
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        config.pluginmanager.register(WithoutDatabase())


def pytest_collection_modifyitems(items):
    _longest_first(items)
    absent = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    engine = settings.DATABASES["default"]["ENGINE"]

    for item in items:
        if absent and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(absent)}"))
        if "postgresql" not in engine and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="only on PostgreSQL"))


def _longest_first(items):
    """Files with heavy tests begin: the last of them would leave one worker with nothing to do."""
    heavy = {item.path for item in items if item.get_closest_marker("heavy")}
    items.sort(key=lambda item: item.path not in heavy)


def pytest_collection_finish():
    """What was collected stays to the end: not looking through it again saves a sixth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def scale() -> float:
    """How many times its ordinary size a `heavy` test shall have."""
    return float(os.environ.get("TEST_SCALE", "1"))


@pytest.fixture
def examined_here(monkeypatch):
    """Files are examined by the child's own function, from its order to its answer, in this
    process: starting a child costs many times what a small file does. Other programs are run.
    """
    run = runner.run

    def examine(argv, *where, **how):
        if "media.examine" not in argv:
            return run(argv, *where, **how)
        return runner.Finished(json.dumps(answer(json.loads(argv[-1]))).encode(), isolated=True)

    monkeypatch.setattr(runner, "run", examine)


@pytest.fixture(autouse=True)
def caches_start_empty():
    """A rolled-back test leaves no rows, but what it cached would name them."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    catalogue.forget()


@pytest.fixture(scope="session")
def writes(django_db_setup) -> Iterator[Writes]:
    """Who wrote, on the connection of this thread."""
    watch = Writes()
    with connection.execute_wrapper(watch):
        yield watch


@pytest.fixture
def world(db, writes, request):
    """The founded site with two departments and one user for each role, in objects of its own.

    Afterwards `check_releases` must find nothing; a test that breaks a promise on purpose
    carries the mark `violates`. Of tests that write nothing the first of a module proves it.
    """
    writes.begin()
    yield World()
    state = writes.end(request.module.__name__) if connection.in_atomic_block else None
    if state not in writes.proved and not request.node.get_closest_marker("violates"):
        assert list(violations()) == []
        if state:
            writes.proved.add(state)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """The world of a whole module, in a transaction that is undone at its end.

    What a fixture of the module builds on it is there for every test of the module, so that it
    is built once; a test changes its own copy, and the database only until it ends. Not for
    modules with transactional tests: their other connections would not see it.
    """
    with django_db_blocker.unblock(), undone():
        # Without the mark `django_db` no test database is made, and this would be the real one.
        assert "test" in connection.settings_dict["NAME"].rsplit("/", 1)[-1]
        ContentType.objects.clear_cache()
        yield World()
        assert list(violations()) == []
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="module")
def drafted(shared_world):
    return make_set(shared_world)


@pytest.fixture
def policy(world, drafted):
    """A draft set that lacks nothing, built once for a module."""
    return deepcopy(drafted)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The founded database; a transactional test gets it back instead of empty tables."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        copies = make_database()

    def put_back(self):
        assert not connection.in_atomic_block, "a transactional test cannot share a world"
        copies.put_back(FOUNDED)

    patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
    yield copies
    patch.undo()
    with django_db_blocker.unblock():
        copies.remove()


@pytest.fixture(scope="module")
def unfounded(django_db_setup, django_db_blocker):
    """Before anybody founded the site: what a fresh installation finds after `migrate`."""
    with django_db_blocker.unblock():
        django_db_setup.put_back(UNFOUNDED)
        ContentType.objects.clear_cache()
    yield
    with django_db_blocker.unblock():
        django_db_setup.put_back(FOUNDED)
