"""What many tests begin with, built once.

Rows that threads see cannot be shared in a transaction: transactional tests get the database back.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from interpretations.models import PolicyPage
from tests.factories import fresh, released_set

Begin = Callable[[Callable[[Any], Model]], Model]


@pytest.fixture(scope="module")
def public_sets(shared_world) -> list[PolicyPage]:
    """Two public sets of two interpretations: one that the module's release acts on, one for what
    a test submits itself.
    """
    return [fresh(released_set(shared_world, interpretations=2).policy) for _ in range(2)]


@pytest.fixture
def public_set(world, public_sets) -> PolicyPage:
    """The one that no release of the module acts on."""
    return fresh(public_sets[1])


@pytest.fixture(scope="session")
def beginnings() -> dict[Any, tuple[str, Model]]:
    """What was built: function -> name of the copy of the database, and the row it returned."""
    return {}


@pytest.fixture
def begin(world, django_db_setup, beginnings) -> Begin:
    """Call `begin(make)` first in a test: the database as `make(world)` left it, and its row.

    It is built by the first test that begins with it; others get a copy of the whole database.
    """

    def begin_with(make: Callable[[Any], Model]) -> Model:
        if make in beginnings:
            django_db_setup.put_back(beginnings[make][0])
        else:
            row = make(world)
            beginnings[make] = f"begun_{len(beginnings)}", row
            django_db_setup.keep(beginnings[make][0])
        row = beginnings[make][1]
        return type(row).objects.get(pk=row.pk)

    return begin_with
