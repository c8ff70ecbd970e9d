"""The long proof counts what the tests tried; what was never tried proves nothing."""

import pytest

from benchmarks.prove import Count, Proof, count, run

SAID = (
    '<properties><property name="n" value="{n}"/><property name="bad" value="{bad}"/></properties>'
)


@pytest.fixture
def report(tmp_path):
    def write(*cases):
        body = "".join(f"<testcase name='t'>{case}</testcase>" for case in cases)
        path = tmp_path / "report.xml"
        path.write_text(f"<testsuites><testsuite>{body}</testsuite></testsuites>")
        return path

    return write


@pytest.mark.parametrize(
    ("case", "counted"),
    [
        ("", Count(1, 0)),
        ("<failure/>", Count(1, 1)),
        ("<error/>", Count(1, 1)),
        ("<skipped/>", Count(0, 0)),
        (SAID.format(n=9579, bad=0), Count(9579, 0)),
        (SAID.format(n=9579, bad=0) + "<failure/>", Count(9579, 1)),
        (SAID.format(n=9579, bad=3) + "<failure/>", Count(9579, 3)),
    ],
)
def test_a_test_counts_once_or_as_often_as_it_says(report, case, counted):
    assert count(report(case)) == counted


def test_counts_of_all_tests_are_added(report):
    assert count(report("", SAID.format(n=5, bad=0), "<failure/>")) == Count(7, 1)


def test_a_run_without_report_is_bad(tmp_path):
    assert count(tmp_path / "absent.xml") == Count(0, 1)


def test_a_proof_without_tests_is_bad():
    assert run(Proof("nothing", "tests/benchmarks/absent_*.py"), 1).bad > 0
