"""A test that wrote anything is proved; of those that wrote nothing, the first of each state."""

import pytest

from tests.database.writes import Writes, wrote

WRITING = [
    'INSERT INTO "wagtailcore_page" ("title") VALUES (%s)',
    'UPDATE "accounts_user" SET "name" = %s, "last_login" = %s WHERE "accounts_user"."id" = %s',
    'DELETE FROM "interpretations_publication" WHERE "id" IN (%s)',
    "DROP TRIGGER guard",
    "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone",
]
READING = [
    'SELECT "id" FROM "wagtailcore_page"',
    'SAVEPOINT "s1"',
    'INSERT INTO "django_session" ("session_key") VALUES (%s)',
    'UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s',
]


@pytest.fixture
def watch():
    return Writes()


def run(watch, sql):
    watch(lambda *_: None, sql, (), False, {})


def state_after(watch, *statements, module="tests.a"):
    """The state that a test of this module left as it was, if it sent these statements."""
    watch.begin()
    for sql in statements:
        run(watch, sql)
    return watch.end(module)


@pytest.mark.parametrize("sql", WRITING)
def test_a_test_that_writes_is_always_proved(watch, sql):
    assert state_after(watch, sql) is None


def test_who_reads_and_logs_in_leaves_the_state_as_it_was(watch):
    assert state_after(watch, *READING) == state_after(watch) is not None


def test_what_a_test_wrote_is_undone_and_makes_no_other_state(watch):
    before = state_after(watch)
    state_after(watch, *WRITING)

    assert state_after(watch) == before


def test_what_a_module_builds_is_another_state(watch):
    before = state_after(watch)
    run(watch, WRITING[0])

    assert state_after(watch) != before


def test_another_module_is_another_state(watch):
    assert state_after(watch, module="tests.b") != state_after(watch, module="tests.a")


def test_the_connection_of_tests_is_watched(world, writes):
    writes.begin()

    world.drafter.save()

    assert writes.end("tests.a") is None


def test_says_of_a_piece_of_work_whether_it_wrote(world):
    assert wrote(world.drafter.refresh_from_db) == (None, False)
    assert wrote(world.drafter.save) == (None, True)
