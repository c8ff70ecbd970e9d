"""A database that goes away in the middle of a proof is said as that, never listed as damage."""

import pytest
from django.db import DataError, OperationalError, connection

from interpretations.models import LedgerEntry
from interpretations.releases.audit.damage import UNREADABLE, listed

pytestmark = pytest.mark.django_db(transaction=True)


def terminated():
    """A check whose connection the server ends."""
    with connection._nodb_cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    yield from LedgerEntry.objects.all()


def unanswerable():
    """A check that asks what the database cannot answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    yield from ()


@pytest.mark.postgres
def test_a_connection_that_was_ended_is_no_damage():
    LedgerEntry.objects.exists()

    with pytest.raises(OperationalError):
        list(listed(terminated))
    connection.close()


@pytest.mark.postgres
def test_a_question_that_cannot_be_answered_is_damage():
    (violation,) = listed(unanswerable)

    assert violation.problem == UNREADABLE
    assert DataError.__name__ in violation.detail
