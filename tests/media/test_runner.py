"""Outside programs: what they may use, how they end, and that nothing of them is left."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import django
import pytest
from django.conf import settings

from media.sandbox import runner
from media.sandbox.runner import Limits

MB = runner.MEGABYTE


@pytest.fixture
def folder():
    with runner.workspace() as folder:
        yield folder


def python(folder, source, limits=None, **options):
    argv = [sys.executable, "-I", "-c", textwrap.dedent(source)]
    return runner.run(argv, folder, limits, **options)


def is_running(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def until(condition):
    ends = time.monotonic() + 20
    while not condition() and time.monotonic() < ends:
        os.sched_yield()
    return condition()


def test_a_program_that_ends_well_gives_what_it_printed(folder):
    assert python(folder, "print('政策')").output == "政策\n".encode()


def test_a_program_finds_nothing_on_its_input(folder):
    assert python(folder, "import sys; print(len(sys.stdin.read()))").output == b"0\n"


def test_a_program_lives_in_its_own_empty_home(folder):
    result = python(
        folder,
        "import os, tempfile; print(os.getcwd(), os.environ['HOME'], tempfile.gettempdir())",
    )

    assert result.output.decode().split() == [str(folder)] * 3


def test_a_program_sees_nothing_of_our_environment(folder, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")

    result = python(folder, "import os, json; print(json.dumps(dict(os.environ)))")

    assert set(json.loads(result.output)) <= {
        *("PATH", "LANG", "LC_CTYPE", "HOME", "TMPDIR"),
        *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"),
    }


def test_a_program_inherits_no_open_file_of_ours(folder):
    with open(folder / "secret", "wb") as ours:
        os.set_inheritable(ours.fileno(), True)
        result = python(folder, "import os; print(sorted(map(int, os.listdir('/proc/self/fd'))))")

    assert json.loads(result.output)[:3] == [0, 1, 2]
    assert len(json.loads(result.output)) == 4  # and the listing itself


def test_a_program_does_not_reach_the_network(folder):
    result = python(
        folder,
        """
        import socket
        seen = [name for _, name in socket.if_nameindex()]
        try:
            socket.create_connection(("192.0.2.1", 80), timeout=1)
        except OSError as error:
            print(seen, type(error).__name__, error.errno)
        """,
    )

    if not result.isolated:
        pytest.skip("this machine allows no network namespace")
    assert result.output == b"['lo'] OSError 101\n"


def test_a_program_that_fails_says_so_in_one_sentence(folder):
    with pytest.raises(runner.FailedError) as caught:
        python(folder, "import sys; print('Invalid data found', file=sys.stderr); sys.exit(3)")

    assert (caught.value.code, caught.value.complaint) == (3, "Invalid data found")
    assert str(caught.value).endswith("没有完成，文件可能已损坏。")


def test_of_many_complaints_the_last_are_kept(folder):
    with pytest.raises(runner.FailedError) as caught:
        python(
            folder,
            """
            import sys
            for n in range(100_000):
                print("complaint", n, file=sys.stderr)
            sys.exit(1)
            """,
        )

    assert len(caught.value.complaint) <= runner.KEPT_COMPLAINTS
    assert caught.value.complaint.endswith("complaint 99999")


def test_a_program_that_is_not_there_is_called_by_its_name(folder):
    with pytest.raises(runner.NotInstalledError, match="没有安装 no-such-program"):
        runner.run(["no-such-program"], folder)


def test_a_file_that_is_no_program_is_not_run(folder):
    broken = folder / "broken"
    broken.write_bytes(b"\x00\x01 nothing that a kernel runs")
    broken.chmod(0o700)

    with pytest.raises(runner.NotInstalledError):
        runner.run([broken], folder)


@pytest.mark.parametrize("source", ["import time; time.sleep(600)", "while True: print('x' * 99)"])
def test_a_program_is_stopped_when_its_time_is_up(folder, source):
    with pytest.raises(runner.TimedOutError, match="超过 1 秒"):
        python(folder, source, Limits(seconds=1), on_line=lambda line: None)


def test_a_program_that_calculates_for_ever_is_stopped(folder):
    with pytest.raises(runner.FailedError, match="处理器时间"):
        python(folder, "while True: pass", Limits(cpu_seconds=2))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_program_that_somebody_else_killed_is_told_from_one_that_failed(folder, number):
    with pytest.raises(runner.KilledError) as caught:
        python(folder, f"import os; os.kill(os.getpid(), {number:d})")

    assert caught.value.code == -number


def test_a_program_that_ends_itself_badly_was_not_killed(folder):
    for source in ("raise SystemExit(1)", "import os; os.abort()"):
        with pytest.raises(runner.FailedError) as caught:
            python(folder, source)
        assert not isinstance(caught.value, runner.KilledError)


def test_a_machine_out_of_memory_takes_a_program_before_us(folder):
    result = python(folder, "print(open('/proc/self/oom_score_adj').read())")

    assert int(result.output) == 1000 > int(Path("/proc/self/oom_score_adj").read_text())


def test_a_program_gets_no_more_memory_than_allowed(folder):
    with pytest.raises(runner.FailedError) as caught:
        python(folder, f"bytearray({600 * MB})", Limits(memory=400 * MB))

    assert "MemoryError" in caught.value.complaint


def test_a_program_writes_no_larger_file_than_allowed(folder):
    source = """
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        open('out', 'wb').write(bytes(3_000_000))
    """
    with pytest.raises(runner.FailedError, match="写出的文件太大"):
        python(folder, source, Limits(file_size=MB))

    assert (folder / "out").stat().st_size <= MB


def test_a_program_prints_no_more_than_allowed(folder):
    with pytest.raises(runner.FailedError, match="输出的内容太多"):
        python(folder, "while True: print('x' * 1000)", Limits(output=10_000))


def test_progress_is_heard_line_by_line(folder):
    heard = []

    python(
        folder,
        "print('out_time=1'); print('out_time=2'); print('end', end='')",
        on_line=heard.append,
    )

    assert heard == ["out_time=1", "out_time=2", "end"]


def test_a_line_without_end_does_not_fill_our_memory(folder):
    heard = []

    python(folder, "print('x' * 50_000_000)", on_line=heard.append)

    assert [len(line) for line in heard] == [runner.LONGEST_LINE]


def test_whoever_listens_can_stop_the_program(folder):
    class LeaseLostError(Exception):
        pass

    def listen(line):
        pids.append(int(line))
        raise LeaseLostError

    pids = []
    with pytest.raises(LeaseLostError):
        python(
            folder,
            "import os, time; print(os.getpid(), flush=True); time.sleep(600)",
            on_line=listen,
        )

    assert until(lambda: not is_running(pids[0]))


ORPHANS = """
    import os, sys, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            print(os.getpid(), flush=True)
            time.sleep(600)
        os._exit(0)
    os.wait()
"""


def test_what_a_program_leaves_running_is_ended_with_it(folder):
    pids = []

    python(folder, ORPHANS + "\n    time.sleep(1)", on_line=lambda line: pids.append(int(line)))

    assert until(lambda: not is_running(pids[0]))


SITE_PROCESS = """
    import sys, django
    sys.path[:0] = {roots!r}
    django.setup()
    from media.sandbox import runner
    with runner.workspace() as folder:
        print(folder, flush=True)
        runner.run([sys.executable, "-I", "-c", {source!r}], folder,
                   on_line=lambda line: print(line, flush=True))
"""


def start_site(source):
    """A process of the site that runs a program: the process, its folder, the first line."""
    roots = [str(Path(runner.__file__).parents[2]), str(Path(runner.__file__).parents[2] / "site")]
    site = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SITE_PROCESS).format(roots=roots, source=source)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
    )
    return site, Path(site.stdout.readline().strip()), site.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_program_and_its_folder_die_with_the_process_that_wanted_it(number):
    source = textwrap.dedent(ORPHANS) + "\nprint(os.getpid(), flush=True)\ntime.sleep(600)"
    site, folder, orphan = start_site(source)
    program = site.stdout.readline()
    assert is_running(int(orphan)) and is_running(int(program)) and folder.is_dir()

    site.send_signal(number)
    site.wait()
    site.stdout.close()

    assert until(lambda: not is_running(int(orphan)) and not is_running(int(program)))
    assert until(lambda: not folder.exists())


def test_a_workspace_is_gone_whatever_happened_in_it():
    with contextlib.suppress(ZeroDivisionError), runner.workspace() as folder:
        (folder / "a" / "b").mkdir(parents=True)
        raise ZeroDivisionError

    assert not folder.exists()


def test_what_killed_processes_left_is_swept_and_what_is_in_use_is_not(folder):
    left = Path(settings.MEDIA_WORK_ROOT) / "work-left"
    (left / "deep").mkdir(parents=True)
    for old in (left, folder):
        os.utime(old, (1, 1))

    assert runner.sweep() == 1
    assert (left.exists(), folder.exists()) == (False, True)


FORKS = """
import os, time
made = 0
try:
    while made < 500:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        made += 1
except BlockingIOError:
    print(made)
"""
WITHOUT_RIGHTS = """
import sys, tempfile
sys.path[:0] = {roots!r}
from django.conf import settings
settings.configure(MEDIA_WORK_ROOT=tempfile.mkdtemp(), USE_I18N=False)
from media.sandbox import runner
with runner.workspace() as folder:
    done = runner.run([sys.executable, "-I", "-c", {forks!r}], folder, runner.Limits(processes=40))
print(done.output.decode().strip(), done.isolated)
"""


@pytest.fixture(scope="module")
def run_as_nobody():
    """Run Python source in a process without rights, where this machine has a Python for it."""
    roots = [str(Path(runner.__file__).parents[2]), str(Path(django.__file__).parents[1])]
    nobody = {"user": 65534, "group": 65534, "extra_groups": [], "capture_output": True}
    version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"

    def able(program):
        with contextlib.suppress(OSError):
            return subprocess.run([program, "-c", version], **nobody).returncode == 0
        return False

    pythons = [sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"]
    if os.geteuid() != 0 or not (usable := list(filter(able, pythons))):
        pytest.skip("only root becomes somebody without rights, with a Python that all may run")

    def run(source):
        text = source.format(roots=roots, forks=FORKS)
        done = subprocess.run([usable[0], "-c", text], text=True, cwd="/", **nobody)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return run


def test_without_rights_a_program_starts_no_more_processes_than_allowed(run_as_nobody):
    processes, _isolated = run_as_nobody(WITHOUT_RIGHTS)

    assert int(processes) < 40
