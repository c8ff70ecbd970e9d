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


def answer(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write into `folder`; return `{"sizes": […], "slices": […]}`, which name the files.

    Of what cannot be decoded `{"broken": why}`.
    """
    try:
        with open(order["path"], "rb") as source:
            picture = cutting.opened(source)
            return {
                "sizes": [
                    sized(picture, str(picture.format).lower(), spec, folder)
                    for spec in order["sizes"]
                ],
                "slices": _slices(picture, order["path"], folder) if order["sliced"] else [],
            }
    except Exception as error:
        return {"broken": f"{type(error).__name__}: {error}"[:500]}


def _slices(picture: Image.Image, path: str, folder: Path) -> list[dict[str, Any]]:
    with open(path, "rb") as source:
        return [_written(part, folder) for part in cutting.parts(picture, source)]


def _written(part: cutting.Part, folder: Path) -> dict[str, Any]:
    piece = part.piece
    name = f"{part.shown}-{part.position:02}.{piece.ending}"
    (folder / name).write_bytes(piece.data)
    return {
        "shown": part.shown,
        "position": part.position,
        "file": name,
        "width": piece.width,
        "height": piece.height,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.loads(sys.argv[1]), Path())))
