"""The ten files that took longest, printed once at the end of a run (docs/testing.md)."""

from collections import Counter

SHOWN = 10


class SlowestFiles:
    """Sums how long every test took, over all workers: setting up, calling, clearing away."""

    def __init__(self):
        self._seconds: Counter[str] = Counter()
        self._tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report):
        path = report.nodeid.partition("::")[0]
        self._seconds[path] += report.duration
        self._tests[path] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter):
        if len(self._seconds) < 2:
            return
        terminalreporter.section("slowest files")
        for path, seconds in self._seconds.most_common(SHOWN):
            terminalreporter.line(f"{seconds:7.1f}s {self._tests[path]:5d} tests  {path}")
