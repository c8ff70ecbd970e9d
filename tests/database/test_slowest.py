"""The end of a run names the files that took longest."""

from types import SimpleNamespace

import pytest

from tests.slowest import SHOWN, SlowestFiles


class Terminal(list):
    """What a run prints at its end."""

    def section(self, title):
        self.append(title)

    line = section


@pytest.fixture
def slowest():
    return SlowestFiles()


def took(slowest, path, when, seconds):
    slowest.pytest_runtest_logreport(
        SimpleNamespace(nodeid=f"{path}::test_it", when=when, duration=seconds)
    )


def printed(slowest):
    terminal = Terminal()
    slowest.pytest_terminal_summary(terminal)
    return terminal


def test_adds_up_what_every_phase_of_a_file_took(slowest):
    for path, seconds in (("tests/a.py", 1), ("tests/b.py", 2)):
        for when in ("setup", "call", "teardown"):
            took(slowest, path, when, seconds)

    assert printed(slowest)[1].split() == ["6.0s", "1", "tests", "tests/b.py"]


def test_prints_ten_files_at_most(slowest):
    for number in range(SHOWN + 5):
        took(slowest, f"tests/{number}.py", "call", number)

    assert len(printed(slowest)) == 1 + SHOWN


def test_one_file_alone_is_not_compared(slowest):
    took(slowest, "tests/a.py", "call", 1)

    assert printed(slowest) == []
