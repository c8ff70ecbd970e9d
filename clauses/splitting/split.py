"""Split a document into its clauses."""

from collections.abc import Iterable, Sequence

from clauses.model import Body, Clause, ClauseTree, Finding, Matter, Paragraph, Role
from clauses.splitting.bodies import Part, bodies_of
from clauses.splitting.building import Node, nodes_of
from clauses.splitting.counting import troubles_of
from clauses.splitting.inline import parted
from clauses.splitting.pieces import pieces_of


def split(flow: Iterable[Paragraph]) -> ClauseTree:
    """Split a flow of paragraphs into bodies, clauses and what stands around them.

    Goes by the printed numbers and never by fonts; nothing is invented, renumbered or mended:
    what is wrong with the numbers is a finding. The time grows with the length of the text.
    """
    lines, counted_pages = pieces_of(flow)
    pieces, run_together = parted(lines)
    parts = bodies_of(pieces) if pieces else []
    findings = [*counted_pages, *run_together]
    clauses: list[Clause] = []
    for part in parts:
        nodes = nodes_of(part)
        ids = _ids(nodes)
        clauses += [_clause(part, node, ids) for node in nodes]
        findings += [
            Finding(trouble, node.number, ids[node], missing, node.pieces[0].spans)
            for node, trouble, missing in troubles_of(nodes)
        ]
    bodies = tuple(Body(part.number, part.title) for part in parts)
    return ClauseTree(tuple(clauses), bodies, tuple(_matter(parts)), tuple(findings))


def _ids(nodes: Sequence[Node]) -> dict[Node, str]:
    """The path of each clause; the second of two with one path is called `path~2`."""
    ids: dict[Node, str] = {}
    times: dict[str, int] = {}
    for node in nodes:
        count = times[node.path] = times.get(node.path, 0) + 1
        ids[node] = node.path if count == 1 else f"{node.path}~{count}"
    return ids


def _clause(part: Part, node: Node, ids: dict[Node, str]) -> Clause:
    return Clause(
        id=ids[node],
        path=node.path,
        number=node.number,
        level=node.level,
        heading=node.heading,
        text=node.text,
        values=node.values,
        body=part.number,
        parent=ids[node.parent] if node.parent else None,
        spans=node.spans,
        inside=node.inside,
    )


def _matter(parts: Iterable[Part]) -> list[Matter]:
    """Everything around the clauses, in the order of the text."""
    found = [
        Matter(role, _shown(role, piece.text), part.number, piece.spans)
        for part in parts
        for role, piece in part.matter
    ]
    return sorted(found, key=lambda one: (one.spans[0].paragraph, one.spans[0].start))


def _shown(role: Role, text: str) -> str:
    return text.rstrip(" \u3000\t") if role is Role.CONTENTS else text.strip()
