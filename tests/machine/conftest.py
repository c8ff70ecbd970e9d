"""Thousands of refusals are the daily bread of these tests: nobody reads them as a log."""

import logging
from functools import partial

import pytest

from tests.database.founded import FOUNDED
from tests.machine.machine import Town


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="package", autouse=True)
def put_back_founded(django_db_setup):
    """Every town begins with the founded database, without the town before."""
    put_back = partial(django_db_setup.put_back, FOUNDED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Town, "put_back", staticmethod(put_back), raising=False)
        yield put_back
