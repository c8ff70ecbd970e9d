"""No row that stays is pushed out by another that takes its key, nor leaves its own."""

import datetime
from itertools import chain, count

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.db.models import Q, UniqueConstraint
from django.utils import timezone

from interpretations.guard.tables import MADE_OF_FROZEN
from interpretations.guard.triggers import all_triggers
from interpretations.models import Deputation, Topic
from interpretations.models.kinds import ReleaseKind
from interpretations.models.record import RowContribution
from interpretations.releases.review.decide import decide
from tests.database.undone import undone
from tests.doors.town import rows
from tests.factories import UserFactory, World, make_set, release_kind, submit_set
from tests.linking.sets import link_set
from tests.recordings.films import needs_ffmpeg
from tests.support.annals import SECOND, Annals
from tests.support.behind import behind_the_guard, run
from tests.support.illustrated import drawn, explain, public
from tests.support.picturing import pictured_here

# The records have films.
pytestmark = [pytest.mark.django_db, needs_ffmpeg]

MODELS = {model._meta.db_table: model for model in apps.get_models()}
KEPT = sorted({trigger.table for trigger in all_triggers() if trigger.event == "DELETE"})
_fresh = count(10_000_000)


def unique_keys(table):
    """Each key that no two rows of the table share, as columns -> which rows it is about."""
    meta = MODELS[table]._meta
    named = {(field.name,): Q() for field in meta.local_concrete_fields if field.unique}
    named |= dict.fromkeys(meta.unique_together, Q())
    named |= {
        rule.fields: rule.condition or Q()
        for rule in meta.constraints
        if isinstance(rule, UniqueConstraint)
    }
    return {
        tuple(meta.get_field(name).column for name in names): rows for names, rows in named.items()
    }


KEYS = [(table, key) for table in KEPT for key in unique_keys(table)]


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker):
    """A row in every guarded table: sets of every kind, with files of every kind."""
    with django_db_blocker.unblock(), undone():
        ContentType.objects.clear_cache()
        with pictured_here():
            _write_records(Annals(World()))
        yield
    ContentType.objects.clear_cache()
    cache.clear()


def _write_records(annals):
    tales = [annals.draft(2), annals.draft(), annals.draft()]
    for tale in tales:
        annals.publish(tale)
    first, second, third = tales
    annals.feature(first, timezone.localdate() + datetime.timedelta(days=7))
    annals.correct(first)
    annals.remove(first, SECOND)
    annals.transfer(second)
    annals.repeal(third)
    annals.publish_exempt(annals.draft(0))
    explained = public(annals.world)
    policy = drawn(annals.world, 0)
    explain(annals.world, policy, explained)
    submit_set(annals.world, policy)
    release_kind(annals.world, link_set(annals.world, "第一条"), ReleaseKind.FIRST)
    _decide_as_deputy(annals.world)
    _word_a_topic(annals.world)


def _word_a_topic(world):
    topic = Topic.objects.first()
    RowContribution.objects.create(
        content_type=ContentType.objects.get_for_model(Topic),
        object_id=str(topic.pk), user=world.admin, after="0" * 64,
    )  # fmt: skip


def _decide_as_deputy(world):
    deputy, today = UserFactory(), timezone.localdate()
    Deputation.objects.create(principal=world.leader, deputy=deputy, starts=today, ends=today)
    decide(submit_set(world, make_set(world)).steps.first().pk, deputy, "approve")


@pytest.fixture
def kept(records, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield


def kept_row(table, key=None):
    """A row, as column -> value, that the guard lets nobody delete."""
    model = MODELS[table]
    about = model._base_manager.filter(unique_keys(table).get(key, Q()))
    pk = model._meta.pk.column
    for number in about.values_list("pk", flat=True):
        if refused(f"DELETE FROM {table} WHERE {pk} = %s", number):
            return rows(f"SELECT * FROM {table} WHERE {pk} = %s", [number])[0]
    pytest.fail(f"no row of {table} that stays")


def refused(statement, *parameters):
    """Tell whether the guard, and nothing else, stops this statement."""
    try:
        with undone():
            run(statement, *parameters)
    except IntegrityError as error:
        return "guard:" in str(error)
    return False


def written_over(table, row, key):
    """Statements that push this row out by its key, whatever else the new row says."""
    pk = MODELS[table]._meta.pk.column
    new = beside(table, row, key)
    yield inserted("INSERT OR REPLACE", table, new)
    other = put_beside(table, row)
    taken = ", ".join(f"{column} = %s" for column in key)
    values = [row[column] for column in key]
    yield f"UPDATE OR REPLACE {table} SET {taken} WHERE {pk} = %s", [*values, other[pk]]


def inserted(verb, table, row):
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    return f"{verb} INTO {table} ({names}) VALUES ({marks})", [*row.values()]


def put_beside(table, row):
    """Another row that says the same under keys of its own; nothing holds it."""
    other = beside(table, row)
    statement, parameters = inserted("INSERT", table, other)
    with behind_the_guard():
        run(statement, *parameters)
    return other


def beside(table, row, key=()):
    """The same row under other keys, this one excepted."""
    others = set(chain.from_iterable(unique_keys(table))) - set(key)
    return {name: other_than(value) if name in others else value for name, value in row.items()}


def other_than(value):
    return f"{next(_fresh)}" if isinstance(value, str) else value and next(_fresh)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
@pytest.mark.parametrize(("table", "key"), KEYS)
def test_no_row_that_stays_is_replaced(kept, table, key):
    row = kept_row(table, key)

    for statement, parameters in written_over(table, row, key):
        assert refused(statement, *parameters), statement


@pytest.mark.parametrize("table", KEPT)
def test_no_row_that_stays_gets_another_number(kept, table):
    row, pk = kept_row(table), MODELS[table]._meta.pk.column

    assert refused(f"UPDATE {table} SET {pk} = %s WHERE {pk} = %s", next(_fresh), row[pk])


@pytest.mark.parametrize("made", MADE_OF_FROZEN, ids=lambda made: made.name)
def test_nothing_made_of_another_file_is_handed_to_a_frozen_one(kept, made):
    row = kept_row(made.table)
    other = put_beside(made.table, row)

    update = f"UPDATE {made.table} SET {made.number} = %s WHERE id = %s"
    assert refused(update, row[made.number], other["id"])
