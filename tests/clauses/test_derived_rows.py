"""What was public before clauses had rows gets them by the migration, on either database."""

from importlib import import_module

import pytest
from django.apps import apps

from interpretations.guard import triggers
from interpretations.models import Clause, PolicyPage, clauses_of
from tests.clauses.test_saved import OFFICE, PURPOSE, SCOPE, articles
from tests.factories import fresh, make_policy, released_set, withdraw

pytestmark = pytest.mark.django_db
migration = import_module("interpretations.migrations.0010_clauses")


@pytest.fixture
def before(monkeypatch):
    """Texts are saved as they were before clauses had identities."""
    monkeypatch.setattr(PolicyPage, "settle", lambda *_: None)


def test_public_documents_get_the_rows_that_releases_would_write(world, before):
    policy = released_set(world, body=articles(PURPOSE, SCOPE, OFFICE)).policy
    withdraw(world, released_set(world).policy)
    make_policy(world)
    written = list(Clause.objects.filter(policy=policy).values())
    triggers.remove()
    Clause.objects.all().delete()

    migration.rows_of_what_is_public(apps, None)
    triggers.install()

    rows = list(Clause.objects.values())
    without_keys = [{**row, "id": None} for row in rows]
    assert without_keys == [{**row, "id": None} for row in written]
    assert [row["identity"] for row in rows] == [
        clause.identity for clause in clauses_of(fresh(policy))
    ]
