"""What runs beside the web server may be killed: it comes back, and nothing else notices."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/processes.py"
PATIENCE = 30  # seconds


class Running:
    """The supervisor with two processes, each of which writes its number down at every start."""

    def __init__(self, folder):
        self.folder = folder
        lines = [f"{name}: echo $$ >> {name}; exec sleep 600" for name in ("web", "media")]
        (folder / "Procfile").write_text("\n".join(lines) + "\n")
        argv = [sys.executable, str(SCRIPT), str(folder / "Procfile")]
        self.process = subprocess.Popen(
            argv, cwd=folder, stdout=subprocess.PIPE, text=True, env={"PATH": os.defpath}
        )

    def pids(self, name, count):
        """The numbers of the first so many starts; waits for them."""
        path, ends = self.folder / name, time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if path.exists() and len(pids := path.read_text().split()) >= count:
                return [int(pid) for pid in pids]
            time.sleep(0.05)
        raise AssertionError(f"{name} was not started {count} times")


@pytest.fixture
def running(tmp_path):
    running = Running(tmp_path)
    yield running
    running.process.terminate()
    running.process.communicate(timeout=PATIENCE)


def is_alive(pid):
    return Path(f"/proc/{pid}").exists()


def test_what_was_killed_comes_back_and_the_rest_stays(running):
    (web,), (media,) = running.pids("web", 1), running.pids("media", 1)

    os.kill(media, signal.SIGKILL)
    _first, again = running.pids("media", 2)

    assert is_alive(again)
    assert is_alive(web)
    assert running.pids("web", 1) == [web]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_end_when_told_also_what_was_started_again(running, number):
    (web,), (media,) = running.pids("web", 1), running.pids("media", 1)
    os.kill(media, signal.SIGKILL)
    _first, again = running.pids("media", 2)

    running.process.send_signal(number)
    output, _errors = running.process.communicate(timeout=PATIENCE)

    assert not is_alive(web)
    assert not is_alive(again)
    assert "SIGKILL to" not in output


def test_the_log_says_what_ended_and_that_it_is_started_again(running):
    (media,) = running.pids("media", 1)
    os.kill(media, signal.SIGKILL)
    running.pids("media", 2)

    running.process.terminate()
    output, _errors = running.process.communicate(timeout=PATIENCE)

    assert "media  | 停了（-9），2 秒后重新启动" in output
