"""Draw which package stands on which, from the imports: docs/architecture.svg.

An arrow leads to what a package needs; one that follows from two others is left out.
Run `.venv/bin/python scripts/architecture.py` after a package came, went or changed its needs.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
# Lane of the picture -> the packages that are drawn in it.
LANES = {
    "site/": ("config", "operations", "home", "search", "accounts"),
    "interpretations/": ("interpretations",),
    "drafting/": ("drafting",),
    "media/": ("media",),
    "editions/": ("editions",),
    "clauses/": ("clauses",),
    "chinese/": ("chinese",),
}
# Too large for a box: each package in it has one; deeper ones are lines inside that box.
LARGE = ("interpretations", "media", "clauses")
NOT_DRAWN = {"migrations", "commands"}
WIDE, LINE, GAP, ROW_GAP, EDGE = 148, 19, 22, 46, 24
HEAD = 'markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"'
STYLE = """
  .lane { fill: #f7f5f1; stroke: #dedad2 } .box { fill: #fff; stroke: #0d5b6e }
  .needs { fill: none; stroke: #5c5a55; stroke-width: 1.2; marker-end: url(#head) }
  text { font: 13px system-ui, sans-serif; fill: #1f1e1c }
  .name { font-weight: 600 } .inside { fill: #5c5a55 } .title { font-size: 15px; fill: #5c5a55 }
"""


@dataclass(frozen=True)
class Box:
    """A drawn package: `lines` are its name, then the packages inside it, each a line."""

    package: str
    lines: tuple[str, ...]
    left: float
    top: float

    @property
    def height(self) -> float:
        return height_of(self.lines)

    @property
    def middle(self) -> float:
        return self.left + WIDE / 2


def height_of(lines: tuple[str, ...]) -> float:
    return LINE * len(lines) + 14


def packages() -> list[str]:
    """Name every package of the product, migrations and the folders of commands left out."""
    names = []
    for roots in LANES.values():
        for root in roots:
            folder = next(p for p in (ROOT / root, ROOT / "site" / root) if p.is_dir())
            inner = [path.parent.relative_to(folder).parts for path in folder.rglob("__init__.py")]
            names += [".".join((root, *parts)) for parts in inner if not NOT_DRAWN & {*parts}]
    return sorted(names)


def needs(drawn: list[str]) -> dict[str, set[str]]:
    """Say of each drawn package which others it imports from, and which those need in turn."""
    graph = grimp.build_graph(*(r for roots in LANES.values() for r in roots), cache_dir=None)
    imports: dict[str, set[str]] = {}
    for module in graph.modules:
        if "migrations" not in module.split("."):
            targets = graph.find_modules_directly_imported_by(module)
            found = {_place(target) for target in targets} & {*drawn}
            imports.setdefault(_place(module), set()).update(found)
    return {name: _reached(name, imports) for name in drawn}


def _place(module: str) -> str:
    """The drawn package that a module lies in, or the module where it lies in none."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] in LARGE else parts[0]


def _reached(start: str, imports: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        new = imports.get(name, set()) - reached - {name}
        reached |= new
        waiting += new
    return reached


def arrows(below: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Leave out each arrow that follows from two others."""
    return sorted(
        (name, target)
        for name, targets in below.items()
        for target in targets
        if not any(target in below[other] for other in targets)
    )


def ranks(below: dict[str, set[str]]) -> dict[str, int]:
    """Give each package its row, from the bottom: above everything that it stands on.

    Raises `ValueError` where imports run in a circle.
    """
    if circle := sorted(name for name in below if name in below[name]):
        raise ValueError(f"imports run in a circle: {', '.join(circle)}")
    rows: dict[str, int] = {}
    for name in sorted(below, key=lambda one: len(below[one])):
        rows[name] = 1 + max((rows[target] for target in below[name]), default=-1)
    return rows


def draw() -> str:
    """Return the picture as SVG."""
    everything = packages()
    drawn = [name for name in everything if name == _place(name) and name not in LARGE]
    below = needs(drawn)
    boxes, lanes, width, height = _placed(everything, below)
    head = '<path d="M0 0L8 4L0 8z" fill="#5c5a55"/>'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        "<title>Which package stands on which</title>",
        f"<style>{STYLE}</style>",
        f'<defs><marker id="head" {HEAD}>{head}</marker></defs>',
        *lanes,
        # Lines pass over boxes and under words: every arrow can be followed.
        *(_frame_of(box) for box in boxes.values()),
        *(_arrow(boxes[a], boxes[b]) for a, b in arrows(below)),
        *(line for box in boxes.values() for line in _words_of(box)),
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _placed(
    everything: list[str], below: dict[str, set[str]]
) -> tuple[dict[str, Box], list[str], float, float]:
    """Lay the boxes out: a lane for each source root, a row for each rank; and the whole size."""
    rows = ranks(below)
    lines = {name: (name.split(".")[-1], *_inside(name, everything)) for name in below}
    tops, height = _tops(rows, lines)
    boxes: dict[str, Box] = {}
    frames: list[str] = []
    left = EDGE
    for title, roots in LANES.items():
        own = [name for name in below if name.split(".")[0] in roots]
        across = max(sum(rows[name] == row for name in own) for row in tops)
        width = across * (WIDE + GAP) + GAP
        for row, top in tops.items():
            names = [name for name in own if rows[name] == row]
            x = left + (width - len(names) * (WIDE + GAP) + GAP) / 2
            for name in sorted(names, key=lambda one: (_pull(one, below, boxes), one)):
                boxes[name] = Box(name, lines[name], x, top)
                x += WIDE + GAP
        frames += _frame(title, left, width, height)
        left += width + GAP
    return boxes, frames, left - GAP + EDGE, height


def _pull(name: str, below: dict[str, set[str]], placed: dict[str, Box]) -> float:
    """Where on its row a package likes to stand: under what needs it."""
    above = [box.middle for box in placed.values() if name in below[box.package]]
    return sum(above) / len(above) if above else 0


def _frame(title: str, left: float, width: float, height: float) -> tuple[str, str]:
    return (
        f'<rect class="lane" x="{left:g}" y="{EDGE}" width="{width:g}"'
        f' height="{height - 2 * EDGE:g}" rx="4"/>',
        f'<text class="title" x="{left + GAP:g}" y="{EDGE + 26}">{escape(title)}</text>',
    )


def _tops(
    rows: dict[str, int], lines: dict[str, tuple[str, ...]]
) -> tuple[dict[int, float], float]:
    """Say how far down each row begins, and how high the picture is."""
    tops, y = {}, EDGE + 40.0
    for row in sorted({*rows.values()}, reverse=True):
        tops[row] = y
        y += max(height_of(lines[name]) for name in rows if rows[name] == row) + ROW_GAP
    return tops, y - ROW_GAP + GAP + EDGE


def _inside(package: str, everything: list[str]) -> Iterator[str]:
    return (name[len(package) + 1 :] for name in everything if name.startswith(f"{package}."))


def _arrow(above: Box, below: Box) -> str:
    x1, y1, x2, y2 = above.middle, above.top + above.height, below.middle, below.top
    bend = max((y2 - y1) / 2, 20)
    curve = f"C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'<path class="needs" d="M{x1:g} {y1:g}{curve}"/>'


def _frame_of(box: Box) -> str:
    return (
        f'<rect class="box" x="{box.left:g}" y="{box.top:g}" width="{WIDE}"'
        f' height="{box.height:g}" rx="4"/>'
    )


def _words_of(box: Box) -> Iterator[str]:
    for place, line in enumerate(box.lines):
        kind, whole = ("inside", f"{box.package}.{line}") if place else ("name", box.package)
        y = box.top + LINE * (place + 1) + 1
        words = f"<title>{escape(whole)}</title>{escape(line)}"
        yield f'<text class="{kind}" x="{box.left + 12:g}" y="{y:g}">{words}</text>'


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    PICTURE.write_text(draw(), encoding="utf-8")
    print(PICTURE.relative_to(ROOT))
