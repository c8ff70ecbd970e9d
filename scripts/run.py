"""Bring the site up for `make run`: database, demonstration; web server, scheduler, films."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
OPTIONAL_PROGRAMS = {
    "ffmpeg": "新上传的视频、音频会一直排队，装上以后自动处理；演示内容是做好的，不受影响。",
}

STEPS = (
    ("正在建立数据库……（首次约需半分钟）", "migrate", "--verbosity", "0"),
    ("正在建立演示内容……（首次约需半分钟）", "demo"),
)


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def require_free(host: str, port: int) -> None:
    """End with one clear line when somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            sys.exit(f"不能使用 {host}:{port}（{error.strerror}）。可换端口：make run PORT=8123")


def in_address(host: str) -> str:
    """Write a host as it stands before a port: one of IPv6 in brackets, given with them or not."""
    return f"[{host.strip('[]')}]" if ":" in host else host


def name_absent_programs() -> None:
    """Say which optional programs this machine lacks and what is off without them."""
    for program, consequence in OPTIONAL_PROGRAMS.items():
        if shutil.which(program) is None:
            say(f"没有安装 {program}：{consequence}")


def take_terminal() -> int | None:
    """Have Ctrl-C reach us instead of make, which would call it an error; return whose it was."""
    if not sys.stdin.isatty() or os.tcgetpgrp(sys.stdin.fileno()) != os.getpgrp():
        return None
    before = os.getpgrp()
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    return before


def serve(host: str) -> int:
    """Run what the Procfile lists until told to stop, which is a success."""
    bin_dir = str(Path(sys.executable).parent)
    environment = {**os.environ, "HOST": host, "PATH": bin_dir + os.pathsep + os.environ["PATH"]}
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        processes.terminate()

    terminal_owner = take_terminal()
    command = [sys.executable, "scripts/processes.py"]
    processes = subprocess.Popen(command, cwd=ROOT, env=environment)
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    try:
        code = processes.wait()
    finally:
        if terminal_owner is not None:
            os.tcsetpgrp(sys.stdin.fileno(), terminal_owner)
    return 0 if stopping else code or 1


def main() -> int:
    """Prepare, then serve."""
    host, port = in_address(os.environ["HOST"]), int(os.environ["PORT"])
    require_free(host, port)
    name_absent_programs()
    for told, *command in STEPS:
        say(told)
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    say(f"网站 http://localhost:{port}/ ，后台 http://localhost:{port}/admin/ ；按 Ctrl-C 停止。")
    return serve(host)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
    except KeyboardInterrupt:
        sys.exit(130)
