"""Run what a Procfile lists, side by side; whatever ends by itself is started again.

honcho alone ends all when one ends: a film worker that was killed took the web server along.
Usage: scripts/processes.py [PROCFILE]. SIGINT or SIGTERM ends them all, and that is a success.
"""

import multiprocessing
import os
import signal
import sys
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.process import Process

ROOT = Path(__file__).resolve().parents[1]
PAUSE = 2.0  # seconds before another start, as in deploy/systemd


class Restarted(Process):
    """A process that is started again until all are to end."""

    def __init__(self, *args: Any, stopping: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stopping = stopping

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        if ignore_signals:
            # Not SIG_IGN: what is started again would inherit it, and could not be ended.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)
        super().run(events)
        while self._ended_by_itself:
            if self.stopping.wait(PAUSE):
                super()._send_message({"returncode": self._child.returncode}, type="stop")
                return
            super().run(events)

    def _send_message(self, data: Any, type: str = "line") -> None:
        """Tell the manager of an end only where it asked for it; it would end all others."""
        if type == "stop":
            self._ended_by_itself = not self.stopping.is_set()
            if self._ended_by_itself:
                data, type = f"停了（{data['returncode']}），{PAUSE:g} 秒后重新启动\n", "line"
        super()._send_message(data, type=type)


class Supervisor(Manager):
    """honcho's manager, whose processes come back."""

    def __init__(self) -> None:
        super().__init__()
        self.stopping = multiprocessing.Event()
        self._process_ctor = lambda *args, **options: Restarted(
            *args, stopping=self.stopping, **options
        )

    def terminate(self) -> None:
        self.stopping.set()
        super().terminate()


def main() -> None:
    """Run until told to end."""
    procfile = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "Procfile"
    supervisor = Supervisor()
    for name, command in parse_procfile(procfile.read_text("utf-8")).processes.items():
        supervisor.add_process(name, command, env=dict(os.environ))
    supervisor.loop()


if __name__ == "__main__":
    main()
