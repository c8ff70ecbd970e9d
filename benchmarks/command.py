"""`python -m benchmarks.<name>`: one size of one benchmark, and whether its rows are all there."""

import argparse
import importlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks import ROOT
from benchmarks.rows import Report, Row

WRONG_ROWS, MISSED_BAR = 1, 3  # exit codes; argparse has 2
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"  # servers, for people too
DECLARES = re.compile(r"^BENCHMARK = ", re.MULTILINE)


class Sizes(NamedTuple):
    """The same benchmark for figures to keep, within a minute, and to see that it lives."""

    full: Any
    quick: Any
    smallest: Any


@dataclass(frozen=True)
class Benchmark:
    """What a module of this package measures.

    `rows` gives the rows of a size, `measure` prints exactly these. Without one of the
    programs that it `needs` every row is skipped, with the reason.
    """

    about: str
    sizes: Sizes
    rows: Callable[[Any], Iterable[Row]]
    measure: Callable[[Report, Any], None]
    needs: tuple[str, ...] = ()


def names() -> list[str]:
    """The benchmarks of this package, by what their files say: importing some adds models."""
    files = sorted((ROOT / "benchmarks").glob("*.py"))
    return [path.stem for path in files if DECLARES.search(path.read_text(encoding="utf-8"))]


def load(name: str) -> Benchmark:
    return importlib.import_module(f"benchmarks.{name}").BENCHMARK


def main(benchmark: Benchmark) -> None:
    """Read the command line and measure.

    Ends with 0; with 3 and a line each for bars that are missed; with 1 and one line when
    rows are missing or undeclared. Of the smallest size only bars are judged that hold on
    any machine: what must never happen.
    """
    options = _parser(benchmark).parse_args()
    rows = list(benchmark.rows(getattr(benchmark.sizes, options.size)))
    if options.rows:
        for row in rows:
            print(json.dumps(row.declared(), ensure_ascii=False))
        sys.exit(0)
    sys.exit(_measured(benchmark, options.size, Report(rows)))


def _parser(benchmark: Benchmark) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=benchmark.about)
    sizes = parser.add_mutually_exclusive_group()
    for name, words in (("quick", "less of everything, within a minute"),
                        ("smallest", "only to see that every row is there")):  # fmt: skip
        sizes.add_argument(f"--{name}", dest="size", action="store_const", const=name, help=words)
    parser.add_argument("--rows", action="store_true", help="print what is declared, and end")
    parser.set_defaults(size="full")
    return parser


def _measured(benchmark: Benchmark, size: str, report: Report) -> int:
    if absent := [name for name in benchmark.needs if shutil.which(name, path=PATH) is None]:
        report.skip(f"not installed: {', '.join(absent)}")
        return 0
    benchmark.measure(report, getattr(benchmark.sizes, size))
    if wrong := report.wrong():
        print("; ".join(wrong), file=sys.stderr)
        return WRONG_ROWS
    missed = report.missed(only_always=size == "smallest")
    for line in missed:
        print(line, file=sys.stderr)
    return MISSED_BAR if missed else 0
