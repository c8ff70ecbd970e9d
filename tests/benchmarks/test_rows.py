"""A benchmark that does not print what it declares has failed, whatever else it printed."""

import json

import pytest

from benchmarks.command import MISSED_BAR, WRONG_ROWS, Benchmark, Sizes, main
from benchmarks.rows import NONE, Row, at_most, at_most_above_peer, ratio_at_least

TIME = Row("page/wagtail", "ms", "stock Wagtail", ratio_at_least(0.5))
HALVES = Row("halves/none", "answers", bar=NONE)


@pytest.fixture
def ended(monkeypatch, capsys):
    """Run a benchmark of these rows; returns exit code, lines and what people read."""

    def run(rows, measure, *options, needs=()):
        monkeypatch.setattr("sys.argv", ["benchmark", *options])
        sizes = Sizes(full="full", quick="quick", smallest="smallest")
        benchmark = Benchmark("", sizes, lambda size: rows, measure, needs)
        with pytest.raises(SystemExit) as ending:
            main(benchmark)
        out, err = capsys.readouterr()
        return ending.value.code, [json.loads(line) for line in out.splitlines()], err

    return run


def test_a_row_has_the_keys_that_others_rely_on(ended):
    _code, lines, _err = ended([TIME], lambda report, size: report.row(TIME.name, 4, 2, n=3))

    assert lines == [
        {"name": "page/wagtail", "own": 4, "peer": 2, "peer_name": "stock Wagtail",
         "ratio": 0.5, "unit": "ms", "n": 3}
    ]  # fmt: skip


def test_every_row_printed_is_a_success(ended):
    assert ended([TIME], lambda report, size: report.row(TIME.name, 4, 2, n=3))[0] == 0


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (lambda report, size: None, "declared, not printed"),
        (lambda report, size: report.row("other", 1, n=1), "other: printed, not declared"),
        (lambda report, size: report.row(TIME.name, 4, n=1), "do not agree"),
        (lambda report, size: [report.row(TIME.name, 4, 2, n=1) for _ in "ab"], "printed twice"),
    ],
)
def test_rows_that_differ_from_the_declared_are_a_failure_of_one_line(ended, measure, words):
    code, _lines, err = ended([TIME], measure)

    assert code == WRONG_ROWS
    assert words in err and err.count("\n") == 1


def test_a_missed_bar_is_told_and_is_not_a_success(ended):
    code, _lines, err = ended([TIME], lambda report, size: report.row(TIME.name, 9, 2, n=3))

    assert code == MISSED_BAR
    assert "page/wagtail: 9 misses its bar (ratio ≥ 0.5)" in err


def test_the_smallest_size_judges_no_time(ended):
    slow = ended([TIME], lambda report, size: report.row(TIME.name, 9, 2, n=1), "--smallest")

    assert slow[0] == 0


def test_the_smallest_size_judges_what_must_never_happen(ended):
    half = ended([HALVES], lambda report, size: report.row(HALVES.name, 1, n=9), "--smallest")

    assert half[0] == MISSED_BAR


def test_an_absent_program_skips_every_row_with_the_reason(ended):
    code, lines, _err = ended([TIME, HALVES], None, needs=("no-such-program",))

    assert code == 0
    assert [line["name"] for line in lines] == [TIME.name, HALVES.name]
    assert {line["skipped"] for line in lines} == {"not installed: no-such-program"}


def test_the_declaration_can_be_read_without_measuring(ended):
    code, lines, _err = ended([TIME], None, "--rows")

    assert code == 0
    assert lines == [
        {"name": "page/wagtail", "peer_name": "stock Wagtail", "unit": "ms", "bar": "ratio ≥ 0.5"}
    ]


@pytest.mark.parametrize(
    ("bar", "own", "missed"),
    [
        (at_most(12), 12, False),
        (at_most(12), 13, True),
        (at_most_above_peer(20), 22, False),
        (at_most_above_peer(20), 23, True),
        (ratio_at_least(0.1), 20, False),
        (ratio_at_least(0.1), 21, True),
    ],
)
def test_a_bar_is_missed_just_beyond_it(ended, bar, own, missed):
    row = Row("size/peer", "MB", "a peer of 2", bar)

    code = ended([row], lambda report, size: report.row(row.name, own, 2, n=1))[0]

    assert (code == MISSED_BAR) is missed
