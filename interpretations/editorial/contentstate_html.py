"""Content of the editor of rich text as HTML: lists in lists are put together here.

draftjs_exporter loses lines that begin deeper than the list before, and those of a list of another
kind in the same depth; both are left when somebody deletes or changes a line above them.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

TAGS = {"unordered-list-item": "ul", "ordered-list-item": "ol"}
Block = dict[str, Any]
# Writes contents of blocks that stand in no list, or in one of a single line.
Render = Callable[[dict[str, Any]], str]


def html_of(content: dict[str, Any], render: Render) -> str:
    """Return the HTML of `content` as `contentstate.read` gives it, every word in its order."""

    def written(block: Block) -> str:
        return render({**content, "blocks": [{**block, "depth": 0}]})

    html = ""
    for in_list, group in groupby(content["blocks"], lambda block: block["type"] in TAGS):
        blocks = list(group)
        html += _lists(blocks, written) if in_list else "".join(map(written, blocks))
    return html


def _lists(lines: Sequence[Block], written: Callable[[Block], str]) -> str:
    """The lists of lines, one after another; what begins too deep stands in the first of them."""
    parts, rest = [], list(lines)
    while rest:
        tag, depth = TAGS[rest[0]["type"]], rest[0]["depth"]
        items = []
        while rest and TAGS[rest[0]["type"]] == tag and rest[0]["depth"] <= depth:
            line, deeper = rest.pop(0), []
            while rest and rest[0]["depth"] > depth:
                deeper.append(rest.pop(0))
            words = written(line).removeprefix(f"<{tag}>").removesuffix(f"</li></{tag}>")
            items.append(f"{words}{_lists(deeper, written)}</li>")
        parts.append(f"<{tag}>{''.join(items)}</{tag}>")
    return "".join(parts)
