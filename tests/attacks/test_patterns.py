"""No text makes a pattern slow (ReDoS): twice the text is twice the work, for all our patterns."""

import re

import pytest

from media.charts.grid import lines_of
from search.vocabulary import of_groups
from tests.attacks import patterns
from tests.attacks.patterns import Pattern, is_linear, slow_way

# Made of what only a running function knows; the tests at the end ask those functions.
# Made while it runs. Of typed clauses: titles alone, escaped; nothing in it repeats.
MADE_LATER = {"media/charts/grid.py", "interpretations/models/typed_clauses.py"}
PACKAGES = {"clauses", "drafting", "editions", "interpretations", "media", "site"}


@pytest.fixture(scope="module")
def collected():
    return patterns.found()


def test_every_pattern_takes_time_in_step_with_its_text(collected):
    found, _unknown = collected

    assert len(found) > 240
    assert {str(pattern).partition("/")[0] for pattern in found} >= PACKAGES
    slow = {str(pattern): way for pattern in found if (way := slow_way(pattern))}
    assert slow == {}


def test_every_pattern_is_found(collected):
    _found, unknown = collected

    assert {place.partition(":")[0] for place in unknown} == MADE_LATER


def test_nobody_asks_a_pattern_in_a_way_that_is_not_watched():
    """By another name of `re`, another library, or as a string for somebody else to compile."""
    odd = re.compile(r"import re as|from re import|import regex|RegexValidator|re\.Scanner")
    watched = {path for _module, path in patterns.sources()}

    assert [str(path) for path in watched if odd.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (r"(a+)+$", ("match",)),
        (r"(?:a|ab?)*c", ("fullmatch",)),
        (r"\s+$", ("search",)),
        (r"<[^>]*>", ("search",)),
        (r"\d*\s*\d*x", ("match",)),
        (rb"(\d+)\.xml", ("search",)),
    ],
)
def test_the_watch_sees_what_is_slow(pattern, ways):
    assert slow_way(Pattern("here", re.compile(pattern), ways))


@pytest.mark.parametrize(
    "pattern", [r"<[^>]*(?:>|\Z)", r"(?<!\d)\d+x", r"(?<!a)a++b", r"[^/]+/[^/]+"]
)
def test_the_watch_lets_pass_what_is_quick(pattern):
    ways = ("match",) if "/" in pattern else ("search",)

    assert slow_way(Pattern("here", re.compile(pattern), ways)) is None


@pytest.mark.parametrize("pump", ['"', '"a', '"\n', '"a\n', '""\t"', "a\t", '"\t', '"",'])
@pytest.mark.parametrize("end", ["", "x", '"'])
def test_a_pasted_table_is_read_in_step_with_its_length(pump, end):
    for separator in "\t,":
        assert is_linear(
            lambda text, separator=separator: lines_of(text, separator),
            lambda length: pump * (length // len(pump)) + end,
        )


@pytest.mark.parametrize("pump", ["医", "医保", "保医", "a"])
def test_a_question_is_parted_in_step_with_its_length(pump):
    known = of_groups((("same", "医保、医保卡、医疗保险"), ("asking", "怎么、怎么办")))

    assert is_linear(known.parts, lambda length: pump * (length // len(pump)))
