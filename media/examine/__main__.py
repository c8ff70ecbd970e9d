"""The child process: one order as JSON in the argument, one answer as JSON on stdout."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.one import examine


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Return `{"report": …}` or `{"refused": code, "facts": …}`."""
    try:
        report = examine(
            Path(order["path"]),
            order["name"],
            order["kind"],
            Path(order["into"]),
            Limits(**order["limits"]),
            order["sizes"],
        )
    except RefusedError as refusal:
        return {"refused": refusal.code, "facts": refusal.facts}
    except MemoryError:
        return {"refused": "too_heavy", "facts": {}}
    return {"report": asdict(report)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.loads(sys.argv[1]))))
