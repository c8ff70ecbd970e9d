"""A fault at any statement of a release of any kind: the database is as it was before it (P6)."""

import random
from contextlib import suppress

import pytest
from django.db import OperationalError, connection
from django.db.utils import InterfaceError

from interpretations.models import Release
from interpretations.releases.audit.public_state import violations
from interpretations.releases.execution import execute as engine
from interpretations.releases.execution.execute import execute, prepare
from interpretations.releases.scheduling.schedule import release_due
from tests.support.faults import Broken, watching
from tests.support.illustrated import READY
from tests.support.picturing import pictured_here
from tests.support.state import all_rows, public_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", READY)
def test_a_fault_at_each_statement_leaves_the_database_as_it_was(world, kind, scale):
    """Statement after statement that a release sends, in real transactions.

    Every twentieth at the ordinary size, beginning anywhere; each of them in a night's proof.
    """
    stride = 20 if scale <= 1 else max(1, round(10 / scale))
    number, reached = random.randint(1, stride), True
    while reached:
        with pictured_here():
            release = READY[kind](world)
        prepared = prepare(release.pk)
        before = all_rows()
        while Release.objects.get(pk=release.pk).state == "approved":
            assert all_rows() == before, f"after the fault at statement {number - stride}"
            with watching(fail_at=number) as statements, suppress(Broken):
                engine._flip(release.pk, prepared)
            reached = len(statements.sent) >= number
            number += stride
        # Either no statement has this number, or Wagtail swallowed the fault of a mere look.
        swallowed = statements.sent[number - stride - 1 :][:1]
        assert all(sql.startswith("SELECT") for sql in swallowed), swallowed
        assert list(violations()) == []

    assert number > 30, "it sends more statements than that"


def places(release_pk):
    """How many statements this release sends; found out by one that fails at its end."""
    real = engine.outbox.put

    def fail(*args, **kwargs):
        real(*args, **kwargs)
        raise OperationalError

    with pytest.MonkeyPatch.context() as patch, watching() as statements:
        patch.setattr(engine.outbox, "put", fail)
        with suppress(OperationalError):
            engine._flip(release_pk, prepare(release_pk))
    return len(statements.sent)


def lose_the_connection(execute_statement, sql, params, many, context):
    connection.connection.pgconn.finish()
    return execute_statement(sql, params, many, context)


def be_terminated(execute_statement, sql, params, many, context):
    pid = connection.connection.info.backend_pid
    with connection._nodb_cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    return execute_statement(sql, params, many, context)


@pytest.mark.postgres
@pytest.mark.parametrize("kind", READY)
@pytest.mark.parametrize("accident", [lose_the_connection, be_terminated])
def test_a_connection_lost_in_the_middle_leaves_nothing_and_a_retry_releases(world, kind, accident):
    release = READY[kind](world)
    before = public_rows()
    for part in (0.3, 0.6, 0.95):
        place = round(places(release.pk) * part)
        seen = []

        def at_its_place(run, *rest, seen=seen, place=place):
            seen.append(rest[0])
            return accident(run, *rest) if len(seen) == place else run(*rest)

        with (
            connection.execute_wrapper(at_its_place),
            pytest.raises((OperationalError, InterfaceError)),
        ):
            execute(release.pk)
        connection.close()
        assert len(seen) >= place
        assert public_rows() == before

    assert [released.pk for released in release_due()] == [release.pk]
