"""`python -m benchmarks.measurements`: run benchmarks and write docs/measurements.md.

A benchmark that is not asked for keeps the section of its last run; so does one that fails.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date

from django.db import connection

from benchmarks import ROOT
from benchmarks.command import MISSED_BAR, Sizes, load, names
from benchmarks.rows import Figure

DOCUMENT = ROOT / "docs/measurements.md"
HEAD = """# Measurements

Written by `python -m benchmarks.measurements [--quick] [NAME…]`, never by hand. Ours and the
peer's figure come from the same run, in turn, and are medians; a ratio above 1 means that ours is
better. Milliseconds depend on the machine and on what else it did (its load); ratios of
`processor` rows and counts hardly do. ✗: the bar is missed.
"""
UNMEASURED = "Not measured yet."
ON_POSTGRESQL = ", postgresql"
COLUMNS = ("row", "ours", "peer", "ratio", "bar", "beside")


def sections(document: str) -> dict[str, str]:
    """The sections of a document by their headings, without them."""
    parts = re.split(r"^## (.+)$", document, flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def written(kept: dict[str, str]) -> str:
    """The whole document: one section a benchmark, and one where PostgreSQL was measured too;
    none of what is no benchmark any more."""
    headings = [
        heading
        for name in names()
        for heading in (name, f"{name}{ON_POSTGRESQL}")
        if heading == name or heading in kept
    ]
    return HEAD + "".join(f"\n## {one}\n\n{kept.get(one, UNMEASURED)}\n" for one in headings)


def section(about: str, figures: Iterable[Figure]) -> str:
    """One run: when and where it was, and a table of its figures."""
    lines = [COLUMNS, ["---"] * len(COLUMNS), *map(_cells, figures)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"{about}\n\n{table}"


def _cells(figure: Figure) -> list[str]:
    row = figure.row
    if figure.skipped:
        return [f"`{row.name}`", figure.skipped, "", "", row.bar.text if row.bar else "", ""]
    # A rate is answers or bytes of the row's work for a second; below one it is a share.
    unit = "a second" if row.unit == "rate" and figure.own > 1 else row.unit
    mark = (" ✗" if figure.is_missed else " ✓") if row.bar else ""
    return [
        f"`{row.name}`",
        f"{_short(figure.own)} {unit}",
        _short(figure.peer),
        _short(figure.ratio),
        f"{row.bar.text}{mark}" if row.bar else "",
        row.peer or "",
    ]


def _short(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def here(size: str) -> str:
    """The date, the commit and the machine of a run that begins now."""
    commit = _git("rev-parse", "--short", "HEAD")
    document = str(DOCUMENT.relative_to(ROOT))
    tracked = ["status", "--porcelain", "--untracked-files=no", "--", ".", f":!{document}"]
    changed = " with changes" if _git(*tracked) else ""
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    size = "full size" if size == "full" else f"`--{size}`"
    return (f"{date.today():%Y-%m-%d}, commit `{commit}`{changed}, {size}, {connection.vendor},"
            f" {os.cpu_count()} cores, load {load} when it began")  # fmt: skip


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def run(name: str, size: str) -> str | None:
    """Run a benchmark in a process of its own; its section, or None where it failed."""
    about = here(size)
    options = [] if size == "full" else [f"--{size}"]
    ended = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *options],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if ended.returncode not in (0, MISSED_BAR):
        return None
    benchmark = load(name)
    rows = {row.name: row for row in benchmark.rows(getattr(benchmark.sizes, size))}
    lines = map(json.loads, ended.stdout.splitlines())
    figures = [
        Figure(rows[item["name"]], item["own"], item["peer"], item["n"], item.get("skipped", ""))
        for item in lines
    ]
    return section(about, figures)


def main() -> int:
    """Run and write after each; 1 when a benchmark did not print its rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}")
    parser.add_argument("--quick", dest="size", action="store_const", const="quick")
    parser.set_defaults(size=Sizes._fields[0])
    options = parser.parse_args()
    if unknown := set(options.names) - set(names()):
        parser.error(f"no benchmark: {', '.join(sorted(unknown))}")
    failed = []
    for name in options.names or names():
        print(f"== {name}", file=sys.stderr)
        if (text := run(name, options.size)) is None:
            failed.append(name)
            continue
        kept = sections(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}
        heading = name + (ON_POSTGRESQL if connection.vendor == "postgresql" else "")
        DOCUMENT.write_text(written({**kept, heading: text}), encoding="utf-8")
    if failed:
        print(f"failed, their last figures stay: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
