"""Starts one outside program for `media.sandbox.runner` and outlives it; run by path, stdlib only.

It stands between the site and the program, so that nothing the program started is left: it
dies with the site's process (prctl), takes over orphans (subreaper) and kills what remains.
Its one argument is JSON, see `media.sandbox.runner`; what it reports are JSON lines into `report`.
"""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
NO_PROGRAM, NO_NAMESPACE = 127, 126
FIRST_TO_GO = "1000"  # the most that the kernel knows
LIBC = ctypes.CDLL(None, use_errno=True)


class ParentDiedError(Exception):
    """The site's process is gone, or told us to stop."""


def main(order: dict[str, Any]) -> int:
    """Run the program of `order`; return 0 when its end was reported."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    os.set_inheritable(order["report"], False)
    try:
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        _die_with(order["parent"], signal.SIGTERM)
        _report(order, _program(order))
        return 0
    except ParentDiedError:
        return 1
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _kill_all(order.get("program"))
        if os.getppid() != order["parent"]:
            shutil.rmtree(order["folder"], ignore_errors=True)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise ParentDiedError


def _program(order: dict[str, Any]) -> dict[str, Any]:
    """Run with the strongest isolation that this machine allows; return how it ended."""
    namespaces = (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC, CLONE_NEWNET, 0)
    for flags in namespaces:
        ready, started = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ready)
            _become(order, flags, started)
        order["program"] = child
        os.close(started)
        with open(ready, "rb") as pipe:
            failed_step = pipe.read()  # ends with exec, or with what went wrong
        _pid, status = os.waitpid(child, 0)
        if failed_step == b"namespace":
            continue
        code = os.waitstatus_to_exitcode(status)
        return {"code": code, "isolated": bool(flags), "missing": failed_step == b"program"}
    raise AssertionError("the last try asks for nothing that can be refused")


def _become(order: dict[str, Any], flags: int, pipe: int) -> NoReturn:
    """Turn this process into the program; never returns."""
    step = b"namespace"
    try:
        os.setsid()
        parent = os.getppid()
        if flags:
            _unshare(flags)
        step = b"program"
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        # After the namespace: a change of rights makes the kernel forget it.
        _die_with(parent, signal.SIGKILL)
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        os.chdir(order["folder"])
        os.umask(0o077)
        os.nice(order["niceness"])
        # When memory ends, rather this than the process that waits for it.
        with contextlib.suppress(FileNotFoundError):
            _write("/proc/self/oom_score_adj", FIRST_TO_GO)
        for name, maximum in order["limits"].items():
            _limit(getattr(resource, name), maximum)
        os.execve(order["argv"][0], order["argv"], order["environment"])
    except BaseException:
        os.write(pipe, step)
    os._exit(NO_PROGRAM)


def _unshare(flags: int) -> None:
    user, group = os.getuid(), os.getgid()
    if LIBC.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    if flags & CLONE_NEWUSER:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as target:
        target.write(text)


def _limit(kind: int, maximum: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = maximum if hard == resource.RLIM_INFINITY else min(maximum, hard)
    # At the hard limit of time the kernel kills without saying why: the soft one comes first.
    soft = max(allowed - 1, 1) if kind == resource.RLIMIT_CPU else allowed
    resource.setrlimit(kind, (soft, allowed))


def _die_with(parent: int, number: int) -> None:
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before the kernel knew
        raise ParentDiedError


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def _kill_all(program: int | None) -> None:
    """Kill every descendant: orphans become our children, so there is an end."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if program:
            os.killpg(program, signal.SIGKILL)
    while True:
        for pid in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as source:
            return [int(pid) for pid in source.read().split()]
    except FileNotFoundError:  # no such list: ask every process for its parent
        running = os.listdir("/proc") if os.path.isdir("/proc") else []
        return [int(pid) for pid in running if pid.isdecimal() and _is_ours(pid)]


def _is_ours(pid: str) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        return int(stat.read().rpartition(")")[2].split()[1]) == os.getpid()
    return False


def _report(order: dict[str, Any], ended: dict[str, Any]) -> None:
    os.write(order["report"], json.dumps(ended).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
