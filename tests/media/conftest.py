"""What tests of the door for files may ask for."""

import json

import pytest

from media.examine.__main__ import answer
from media.sandbox import runner


@pytest.fixture
def in_this_process(monkeypatch):
    """The child's own function, from its order to its answer, is called here: no start, no limits.

    Starting a child costs many times what examining a small file does.
    """

    def run(argv, *_where, **_how):
        return runner.Finished(json.dumps(answer(json.loads(argv[-1]))).encode(), isolated=True)

    monkeypatch.setattr(runner, "run", run)
