"""The long proof: the heavy tests at full size, one JSON line for each kind (`make prove`).

Nothing is written twice: this runs the tests and counts. A test may say how many things it
tried with `record_property("n", …)`, and how many of them were bad with "bad".
"""

import argparse
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import ROOT, SCRATCH
from tests.any_database import SAME_ON_ANY

# TEST_SCALE of a whole night: ten times the size of `make test`.
NIGHT = 10


@dataclass(frozen=True)
class Proof:
    """One kind of test: its files (patterns between blanks), how often a whole night runs them.

    On the database of this run, unless it has to be PostgreSQL.
    """

    name: str
    files: str
    times: int = 1
    workers: int = 0
    on_postgresql: bool = False


PROOFS = (
    Proof("reader-storm", "tests/reading/test_storm*.py", times=2),
    Proof("kill", "tests/releases/test_kill*.py", times=2),
    Proof("kill-edition", "tests/editions/test_kill*.py"),
    Proof("fault", "tests/releases/test_fault*.py", workers=2),
    Proof("kill-worker", "tests/recordings/test_kill*.py"),
    Proof("race", "tests/releases/test_race*.py", times=30),
    Proof("state-machine", "tests/machine/test_machine.py"),
    Proof("doors", "tests/doors/test_*.py", workers=2),
    Proof("audit", "tests/releases/test_audit_fuzz.py", workers=2),
    Proof("roles", "tests/roles/test_*.py", workers=2),
    Proof("attacks", "tests/attacks/test_everywhere.py tests/attacks/test_injection.py", workers=2),
    Proof("guessing", "tests/attacks/test_guessing.py", workers=2),
    Proof("benchmarks", "tests/benchmarks/test_benchmarks.py"),
    Proof("install", "tests/operations/test_install.py"),
    Proof("wheelhouse", "tests/operations/test_wheelhouse.py"),
    # What a day tries on SQLite alone.
    Proof("any-database", " ".join(SAME_ON_ANY), workers=2, on_postgresql=True),
)
MUTANTS = "mutants"


@dataclass(frozen=True)
class Count:
    """How many things were tried, and how many were bad."""

    n: int
    bad: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.n + other.n, self.bad + other.bad)


def count(report: Path) -> Count:
    """Read a JUnit report; without one, the run itself was bad."""
    if not report.exists():
        return Count(0, 1)
    return sum(_count_cases(ElementTree.parse(report)), Count(0, 0))


def _count_cases(report: ElementTree.ElementTree) -> Iterator[Count]:
    for case in report.iter("testcase"):
        if case.find("skipped") is not None:
            continue
        properties = {item.get("name"): item.get("value") for item in case.iter("property")}
        failed = case.find("failure") is not None or case.find("error") is not None
        yield Count(int(properties.get("n", 1)), int(properties.get("bad", 0)) or int(failed))


def run(proof: Proof, scale: float) -> Count:
    """Run one kind of test as often as this scale wants."""
    files = sorted(
        str(path.relative_to(ROOT))
        for pattern in proof.files.split()
        for path in ROOT.glob(pattern)
    )
    if not files:  # pytest without a file would run everything
        print(f"{proof.name}: no file is {proof.files}", file=sys.stderr)
        return Count(0, 1)
    total = Count(0, 0)
    for _ in range(max(1, round(proof.times * scale))):
        total += _run_once(proof, files, scale)
    # Nothing tried proves nothing.
    return total if total.n else Count(0, max(1, total.bad))


def _run_once(proof: Proof, files: list[str], scale: float) -> Count:
    report = SCRATCH / f"{proof.name}.xml"
    report.unlink(missing_ok=True)
    spread = ["-n", str(proof.workers)] if proof.workers else ["-p", "no:xdist"]
    needed = proof.on_postgresql and not os.environ.get("DATABASE_URL", "").startswith("postgres")
    on = ["scripts/with-postgres.sh"] if needed else []
    ended = subprocess.run(
        [*on, sys.executable, "-m", "pytest", "-q", *spread, f"--junitxml={report}", *files],
        cwd=ROOT,
        env={**os.environ, "TEST_SCALE": str(NIGHT * scale)},
        stdout=sys.stderr,
        check=False,
    )
    counted = count(report)
    return counted + Count(0, int(ended.returncode != 0 and not counted.bad))


def run_mutants(scale: float) -> Count:
    """Break the engine place by place; a look breaks only a few of them."""
    quick = [] if scale >= 1 else ["--quick"]
    ended = subprocess.run(
        [sys.executable, "scripts/mutants.py", *quick],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    for line in lines[:-1]:
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr)
    if not lines or "n" not in lines[-1]:
        return Count(0, 1)
    return Count(lines[-1]["n"], lines[-1]["bad"] or int(ended.returncode != 0))


def main() -> int:
    """Print a line as soon as each kind is done; 1 when anything is bad."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1 for a night, 0.05 for a look")
    parts = {proof.name: partial(run, proof) for proof in PROOFS} | {MUTANTS: run_mutants}
    parser.add_argument("--only", choices=[*parts], action="append")
    options = parser.parse_args()
    bad = 0
    for name in options.only or parts:
        result = parts[name](options.scale)
        bad += result.bad
        print(json.dumps({"name": name, "n": result.n, "bad": result.bad}), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
