"""The full-text side comes and goes with its migration."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from search.index import find, put
from tests.search.factories import an_entry

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("search", name)])


LATEST = "0005_numbers_by_their_end"


def test_goes_back_and_forth():
    try:
        migrate("0001_search_entries")
        with pytest.raises(DatabaseError):
            find("绿化")
    finally:
        migrate(LATEST)

    put([an_entry(page_id=1)])

    assert [hit.page_id for hit in find("绿化")] == [1]


def test_finds_again_what_was_there_before():
    put([an_entry(page_id=1, title="人才公寓管理办法")])

    try:
        migrate("0003_words_of_readers")
    finally:
        migrate(LATEST)

    assert [hit.page_id for hit in find("人才公寓")] == [1]
