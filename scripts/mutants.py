"""Break the engine at one place after the other, in a copy, and see the tests fail each time.

Prints one JSON line for each mutant and a summary `{"name": "mutants", "n", "bad"}`; 1 when
one survives, when a test fails without it, or when the source has no such place any more.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[1]
PASSED, FAILED = 0, 1  # exit codes of pytest; every other one proves nothing


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant; `says` is the first test that failed, or what went wrong."""

    mutant: str
    broken: str
    killed: bool
    says: str


class Copy:
    """The tree as it stands, in a folder of its own with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.tree / name)

    def test(self, tests: tuple[str, ...]) -> tuple[int, str]:
        """Run tests until one fails; return pytest's exit code and what it said.

        The copy keeps its own migrated database, as every tree does (docs/testing.md).
        """
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "TEST_SCRATCH")
        }
        files = [f"tests/releases/{one}" for one in tests]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist",
             "-p", "no:cacheprovider", *files],
            cwd=self.tree, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return ended.returncode, ended.stdout

    def broken(self, mutation: Mutation) -> Outcome:
        """Break one place, run its tests, mend it."""
        path = self.tree / mutation.path
        source = path.read_text()
        path.write_text(source.replace(mutation.old, mutation.new))
        try:
            code, said = self.test(mutation.tests)
        finally:
            path.write_text(source)
        return Outcome(mutation.name, mutation.broken, code == FAILED, _says(code, said))


def _says(code: int, said: str) -> str:
    failed = [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    if code == PASSED:
        return "survived"
    return failed[0].partition(" - ")[0] if failed else f"pytest ended with {code}"


def misplaced(mutations: list[Mutation]) -> list[Outcome]:
    """Return the mutations whose fragment does not occur exactly once any more."""
    return [
        Outcome(one.name, one.broken, False, f"{one.path}: the fragment is not there once")
        for one in mutations
        if (ROOT / one.path).read_text().count(one.old) != 1
    ]


def prove(mutations: list[Mutation], copy: Copy) -> int:
    """Kill them one by one, printing a line for each; return how many are bad."""
    tests = dict.fromkeys(name for one in mutations for name in one.tests)
    code, said = copy.test(tuple(tests))
    if code != PASSED:
        _tell(Outcome("none", "the tests pass without any mutant", False, _says(code, said)))
        print(said[-4000:], file=sys.stderr)
        return len(mutations)
    outcomes = [_tell(copy.broken(one)) for one in mutations]
    return sum(not one.killed for one in outcomes)


def _tell(outcome: Outcome) -> Outcome:
    print(json.dumps(asdict(outcome), ensure_ascii=False), flush=True)
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of them")
    parser.add_argument("--only", action="append", choices=[one.name for one in MUTATIONS])
    options = parser.parse_args()
    bad = [_tell(one) for one in misplaced(list(MUTATIONS))]
    lost = {one.mutant for one in bad}
    chosen = [
        one
        for one in MUTATIONS
        if (one.quick or not options.quick)
        and (not options.only or one.name in options.only)
        and one.name not in lost
    ]
    with tempfile.TemporaryDirectory(prefix="policy-mutants-") as folder:
        survivors = prove(chosen, Copy(Path(folder))) if chosen else 0
    total = len(bad) + survivors
    print(json.dumps({"name": "mutants", "n": len(chosen), "bad": total}), flush=True)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
