"""The child process: decodes one stored picture; order in the argument, answer on stdout, as JSON.

Files are written into the working folder, which is its own.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from media.examine.pictures import sized
from media.picturing import cutting

HERE = Path()


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Return `{"sizes": […], "slices": […]}` or, of what cannot be decoded, `{"broken": why}`."""
    try:
        with open(order["path"], "rb") as source:
            picture = cutting.opened(source)
            return {
                "sizes": [
                    sized(picture, str(picture.format).lower(), spec, HERE)
                    for spec in order["sizes"]
                ],
                "slices": _slices(picture, order["path"]) if order["sliced"] else [],
            }
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"[:500]}


def _slices(picture: Image.Image, path: str) -> list[dict[str, Any]]:
    with open(path, "rb") as source:
        return [_written(part) for part in cutting.parts(picture, source)]


def _written(part: cutting.Part) -> dict[str, Any]:
    piece = part.piece
    name = f"{part.shown}-{part.position:02}.{piece.ending}"
    (HERE / name).write_bytes(piece.data)
    return {
        "shown": part.shown,
        "position": part.position,
        "file": name,
        "width": piece.width,
        "height": piece.height,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.loads(sys.argv[1]))))
