"""Draws for one process of the site; run by path, started and stopped by `render_client`.

Its own process, because drawing holds the interpreter's lock: readers of the same process
would wait. Reads one JSON order a line and answers one; ends when no order comes or nobody
reads the answers.
"""

import base64
import contextlib
import json
import resource
import select
import sys
from typing import Any

import vl_convert

IDLE_SECONDS = 900
MEMORY = 1024 * 1024 * 1024  # bytes of data; V8 reserves far more addresses than it uses
LITTLE = {"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}
NO_REQUESTS = ["https://charts.invalid/"]


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Draw the specifications of an order, or turn its markup into a picture."""
    if "svg" in order:
        png = vl_convert.svg_to_png(order["svg"], scale=order["scale"])
        return {"png": base64.b64encode(png).decode()}
    svgs = [
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=NO_REQUESTS) for spec in order["specs"]
    ]
    return {"svgs": svgs}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    vl_convert.vegalite_to_svg(LITTLE, allowed_base_urls=NO_REQUESTS)  # the first one is slow
    with contextlib.suppress(BrokenPipeError):
        while select.select([orders], [], [], IDLE_SECONDS)[0]:
            line = orders.readline()
            if not line:
                return
            try:
                result = answer(json.loads(line))
            except Exception as error:  # whatever is wrong with one order, the next may be right
                result = {"error": f"{type(error).__name__}: {error}"[:2000]}
            answers.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
            answers.flush()


if __name__ == "__main__":
    main()
