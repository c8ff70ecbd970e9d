"""Stored pictures are decoded and cut in this process, and an equal picture once in a run."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from media.picturing import __main__ as child
from media.sandbox import runner

# Order and picture -> what was answered, and the files that it names.
_made: dict[str, tuple[dict[str, Any], dict[str, bytes]]] = {}


@contextmanager
def pictured_here() -> Iterator[None]:
    """Pictures are decoded by the child's own function, from its order to its answer.

    Other programs are run. `media/test_picturing` holds that the child makes the same.
    """
    run = runner.run

    def picture(argv: Any, folder: Path, *limits: Any, **how: Any) -> runner.Finished:
        if "media.picturing" not in argv:
            return run(argv, folder, *limits, **how)
        return runner.Finished(json.dumps(_answered(json.loads(argv[-1]), folder)).encode(), True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "run", picture)
        yield


def _answered(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    digest = hashlib.sha256(Path(order["path"]).read_bytes()).hexdigest()
    key = json.dumps({**order, "path": digest})
    if key not in _made:
        before = {*folder.iterdir()}
        answer = child.answer(order, folder)
        _made[key] = answer, {p.name: p.read_bytes() for p in {*folder.iterdir()} - before}
    answer, files = _made[key]
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return answer
