"""Broken at random: a mutated file is refused or let in clean, and nothing else ever happens."""

import contextlib
import logging
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.one import examine
from media.intake.sentences import REFUSALS
from tests.media.hostile import valid

logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # says what it mends
SCALE = float(os.environ.get("TEST_SCALE", "1"))
FILES = {name: (kind, make()) for name, (kind, make) in valid.VALID.items() if kind != "film"}
# Small limits are reached by chance as well.
LIMITS = Limits(attachment_bytes=100_000, pixels=10_000, pages=20, entries=60)


@st.composite
def mutated(draw):
    """A valid file in which some bytes were changed, cut out, doubled or moved."""
    name = draw(st.sampled_from(sorted(FILES)))
    kind, content = FILES[name]
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 40))
        put = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at : at + length]))))
        data[at : at + draw(st.integers(0, length))] = put
    return name, kind, bytes(data)


def outcome(name, kind, data, folder):
    """The cleaned bytes, or the code of the refusal."""
    taken, cleaned = Path(folder, "taken"), Path(folder, "cleaned")
    taken.write_bytes(data)
    try:
        examine(taken, name, kind, cleaned, LIMITS, [])
    except RefusedError as refusal:
        return refusal.code
    return cleaned.read_bytes()


@pytest.mark.heavy
@settings(
    max_examples=int(1500 * SCALE),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(mutated())
def test_a_mutated_file_is_refused_by_a_known_code_or_comes_out_clean(case):
    name, kind, data = case
    with tempfile.TemporaryDirectory() as folder:
        once = outcome(name, kind, data, folder)
        if isinstance(once, str):
            assert once in REFUSALS
            return
        Path(folder, "cleaned").unlink()

        # Of a workbook that becomes a chart, its cells are kept as lines of text.
        kept = "表.tsv" if kind == "table" and name.endswith(".xlsx") else name
        again = outcome(kept, kind, once, folder)

        # A mended PDF may be written in another order; everything else stays as it is.
        assert again == once or (name.endswith(".pdf") and isinstance(again, bytes))


@settings(max_examples=int(100 * SCALE), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300), st.booleans())
def test_what_stands_before_or_behind_a_file_is_never_delivered(name, junk, before):
    kind, content = FILES[name]
    mark = b"UNIQUE-MARK-" + junk
    if kind != "picture" and Path(name).suffix in (".csv", ".txt", ".vtt", ".srt", ".ass"):
        return  # text is text wherever it stands
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(FileNotFoundError):
        done = outcome(name, kind, mark + content if before else content + mark, folder)

        assert isinstance(done, str) or b"UNIQUE-MARK-" not in done
