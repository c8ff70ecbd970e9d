"""What a run on PostgreSQL leaves out: tests that ask nothing of a database, proved on SQLite."""

from collections import Counter

import pytest
from django.test import TransactionTestCase

from tests.any_database import SAME_ON_ANY

# Whoever asks for one of these, however indirectly, works on the database.
FIXTURES = {"db", "transactional_db", "django_db_setup"}


def works_on_the_database(item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    of_django = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return of_django or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def asks_it_something(item, named=frozenset()) -> bool:
    """Whether the test works on the database and could come out otherwise on another one.

    Of a file that is `named` on the command line that is not asked.
    """
    file = _file(item)
    return works_on_the_database(item) and (file not in SAME_ON_ANY or file in named)


def _file(item) -> str:
    return item.nodeid.partition("::")[0]


class WithoutDatabase:
    """Leaves out what asks nothing of a database, and says so at the end."""

    def __init__(self):
        self._tests: Counter[str] = Counter()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        named = {argument.partition("::")[0] for argument in config.args}
        out = [item for item in items if not asks_it_something(item, named)]
        if out:
            items[:] = [item for item in items if asks_it_something(item, named)]
            config.hook.pytest_deselected(items=out)
        self._tests = Counter(map(_file, out))
        if hasattr(config, "workeroutput"):
            config.workeroutput["without_database"] = dict(self._tests)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self._tests = Counter(getattr(node, "workeroutput", {}).get("without_database", {}))

    def pytest_terminal_summary(self, terminalreporter):
        if not self._tests:
            return
        total = self._tests.total()
        terminalreporter.section(f"left out: {total} tests that ask nothing of a database")
        for path, count in sorted(self._tests.items()):
            terminalreporter.line(f"{count:5d} of {path}")
