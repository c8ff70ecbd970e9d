"""What a run on PostgreSQL leaves out: tests that ask for no database, proved on SQLite already."""

from collections import Counter

import pytest
from django.test import TransactionTestCase

# Whoever asks for one of these, however indirectly, works on the database.
FIXTURES = {"db", "transactional_db", "django_db_setup"}


def works_on_the_database(item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    of_django = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return of_django or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


class WithoutDatabase:
    """Leaves out what knows no database, and says so at the end."""

    def __init__(self):
        self._tests: Counter[str] = Counter()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        out = [item for item in items if not works_on_the_database(item)]
        if out:
            items[:] = [item for item in items if works_on_the_database(item)]
            config.hook.pytest_deselected(items=out)
        self._tests = Counter(item.nodeid.partition("::")[0] for item in out)
        if hasattr(config, "workeroutput"):
            config.workeroutput["without_database"] = dict(self._tests)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self._tests = Counter(getattr(node, "workeroutput", {}).get("without_database", {}))

    def pytest_terminal_summary(self, terminalreporter):
        if not self._tests:
            return
        total = self._tests.total()
        terminalreporter.section(f"left out: {total} tests that ask for no database")
        for path, count in sorted(self._tests.items()):
            terminalreporter.line(f"{count:5d} of {path}")
