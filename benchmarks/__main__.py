"""`python -m benchmarks`: which benchmarks there are."""

import ast

from benchmarks import ROOT
from benchmarks.command import names


def main() -> None:
    """Print a line each: its name, and how its file begins."""
    for name in names():
        source = (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
        first = ast.get_docstring(ast.parse(source)).split("\n\n")[0].replace("\n", " ")
        print(f"{name}\t{first}".expandtabs(12))


if __name__ == "__main__":
    main()
