"""The child process: reads the orders of a JSON file one after the other.

An order is `{"path", "name", "into", "limits"}`; the text goes to `flow.json` in the folder
`into`, with its pictures; `answer.json` beside it is `{"read": true}` or `{"refused": code,
"facts": …}`. An order without an answer is one that this process did not live to give.
"""

import json
import sys
from pathlib import Path
from typing import Any

from drafting.reading import read
from drafting.refusal import UnreadableError
from drafting.serial import dumped
from media.examine.limits import Limits

ANSWER, FLOW = "answer.json", "flow.json"


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


def main(orders: Path) -> None:
    """Answer every order of a file."""
    for order in json.loads(orders.read_text(encoding="utf-8")):
        answered = json.dumps(answer(order), ensure_ascii=False)
        (Path(order["into"]) / ANSWER).write_text(answered, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
