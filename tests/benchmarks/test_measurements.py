"""docs/measurements.md says of every benchmark what it last measured."""

from benchmarks.command import names
from benchmarks.measurements import (
    DOCUMENT,
    ON_POSTGRESQL,
    UNMEASURED,
    section,
    sections,
    written,
)
from benchmarks.rows import Figure, Row, at_most, ratio_at_least

SPEED = Row("page/wagtail", "ms", "stock Wagtail", ratio_at_least(0.5))


def test_every_benchmark_has_a_section():
    headings = sections(DOCUMENT.read_text(encoding="utf-8"))

    assert [one for one in headings if not one.endswith(ON_POSTGRESQL)] == names()


def test_the_document_is_as_the_command_writes_it():
    document = DOCUMENT.read_text(encoding="utf-8")

    assert written(sections(document)) == document


def test_a_benchmark_that_was_not_run_keeps_its_section():
    document = written({"reading": "old", "gone": "of a benchmark that is no more"})

    assert sections(document) == {**dict.fromkeys(names(), UNMEASURED), "reading": "old"}


def test_what_postgresql_gave_stands_beside_the_other():
    document = written({"lists": "here", f"lists{ON_POSTGRESQL}": "there"})

    assert sections(document)["lists"] == "here"
    assert sections(document)[f"lists{ON_POSTGRESQL}"] == "there"


def test_a_row_says_name_figures_ratio_bar_and_peer():
    text = section("today", [Figure(SPEED, 4, 3, n=5)])

    assert "| `page/wagtail` | 4 ms | 3 | 0.75 | ratio ≥ 0.5 ✓ | stock Wagtail |" in text


def test_a_missed_bar_is_marked():
    row = Row("queries", "queries", bar=at_most(12))

    assert "≤ 12 ✗" in section("today", [Figure(row, 32, n=1)])


def test_a_skipped_row_says_why():
    text = section("today", [Figure(SPEED, None, skipped="not installed: nginx")])

    assert "| `page/wagtail` | not installed: nginx |" in text
