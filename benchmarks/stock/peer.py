"""The other end of the peer's process, for the benchmark that asks it."""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks import ROOT

NAME = "stock Wagtail, pages published one by one"


class Stock:
    """A running peer; it makes its tables while the benchmark makes its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.stock"],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.stock.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.is_ready = False

    def __enter__(self) -> "Stock":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(60)

    def ask(self, verb: str, **values: Any) -> Any:
        """Let the peer do something and return its answer."""
        if not self.is_ready:
            self._answer()
            self.is_ready = True
        self.process.stdin.write(json.dumps([verb, values]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the peer's process has ended")
        return json.loads(line)
