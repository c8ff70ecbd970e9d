"""The child process: one order as JSON in the argument, one answer as JSON on stdout.

The order is `{"path", "name", "into", "limits"}`; the text goes to `flow.json` in the folder
`into`, with its pictures; the answer is `{"read": true}` or `{"refused": code, "facts": …}`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from drafting.reading import read
from drafting.refusal import UnreadableError
from drafting.serial import dumped
from media.examine.limits import Limits

FLOW = "flow.json"


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Read the file of an order."""
    into = Path(order["into"])
    try:
        flow = read(Path(order["path"]), order["name"], Limits(**order["limits"]))
        (into / FLOW).write_text(dumped(flow, into), encoding="utf-8")
    except UnreadableError as refusal:
        return {"refused": refusal.code, "facts": refusal.facts}
    except MemoryError:
        return {"refused": "too_heavy", "facts": {}}
    return {"read": True}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.loads(sys.argv[1])), ensure_ascii=False))
