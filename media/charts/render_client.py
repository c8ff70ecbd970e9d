"""The render client: asks the process that draws, starts it when needed, stops it when it hangs."""

import base64
import json
import logging
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

RENDER_PROCESS = Path(__file__).with_name("render_process.py")
SECONDS = 20  # for one order, the start of the process included
ORDERS = 500  # after which a fresh process takes over: whatever leaks has an end

logger = logging.getLogger(__name__)


class DrawingError(Exception):
    """A drawing was not made; nothing is wrong with the data."""


class RenderClient:
    """One drawing process of this process; several threads take turns."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def warm_up(self) -> None:
        """Start the process without waiting for it, unless it is there or being asked."""
        if self._turn.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._turn.release()

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Send one order and wait for its answer. Raises `DrawingError`."""
        if not self._turn.acquire(timeout=SECONDS):
            raise DrawingError("the drawing process is busy")
        try:
            return self._answer(json.dumps(order, ensure_ascii=False).encode() + b"\n")
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End the process; the next order starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process of this process: a fork has the parent's pipes and must not use them."""
        process = self._process if self._owner == os.getpid() else None
        if process and process.poll() is None and self._served < ORDERS:
            return process
        if self._owner == os.getpid():
            self.stop()
        self._owner, self._served = os.getpid(), 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(RENDER_PROCESS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": tempfile.gettempdir()},
            start_new_session=True,
        )
        return self._process

    def _answer(self, line: bytes) -> dict[str, Any]:
        process = self._running()
        self._served += 1
        until = time.monotonic() + SECONDS
        try:
            self._write(process, line, until)
            answer = json.loads(self._read_line(process, until))
        except (OSError, ValueError) as error:
            self.stop()
            logger.warning("a chart was not drawn: %s", error)
            raise DrawingError(str(error)) from error
        if "error" in answer:
            logger.error("a chart cannot be drawn: %s", answer["error"])
            raise DrawingError(answer["error"])
        return answer

    def _write(self, process: subprocess.Popen[bytes], line: bytes, until: float) -> None:
        """Give the process all of a line; the pipe holds less. Raises `OSError`."""
        assert process.stdin is not None
        pipe = process.stdin.fileno()
        os.set_blocking(pipe, False)
        rest = memoryview(line)
        while rest:
            if select.select([], [pipe], [], _remaining(until))[1]:
                rest = rest[os.write(pipe, rest) :]

    def _read_line(self, process: subprocess.Popen[bytes], until: float) -> bytes:
        """One line of the process, within its time. Raises `OSError`."""
        assert process.stdout is not None
        received = bytearray()
        pipe = process.stdout.fileno()
        while not received.endswith(b"\n"):
            if not select.select([pipe], [], [], _remaining(until))[0]:
                continue
            data = os.read(pipe, 1 << 20)
            if not data:
                raise BrokenPipeError("the drawing process has ended")
            received += data
        return bytes(received)


def _remaining(until: float) -> float:
    """Return how many seconds an order still has. Raises `TimeoutError`."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise TimeoutError(f"no answer within {SECONDS} seconds")
    return remaining


renderer = RenderClient()


@lru_cache(maxsize=64)
def drawn(specs: tuple[str, ...]) -> tuple[str, ...]:
    """Return Vega's markup of each specification (JSON). Raises `DrawingError`."""
    return tuple(renderer.ask({"specs": [json.loads(spec) for spec in specs]})["svgs"])


def picture(svg: str, scale: float) -> bytes:
    """Return a PNG of markup. Raises `DrawingError`."""
    return base64.b64decode(renderer.ask({"svg": svg, "scale": scale})["png"])
