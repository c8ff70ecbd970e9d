"""How late a scheduled set is for a reader, and whether it ever comes by halves.

Real requests through gunicorn while the scheduler runs, both processes of their own.
"""

import json
import statistics
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import requests

from benchmarks import ROOT
from benchmarks.harness import Database, database, is_quick, row
from benchmarks.servers import process, web
from interpretations.models import Release
from interpretations.models.kinds import ReleaseState

EVERY = 1.0  # seconds between two sets
START = 5.0  # seconds from the last set that is ready to the first that is due
LOOK_BEFORE = 0.8  # seconds before the time at which the reader begins to look
PATIENCE = 20.0  # seconds after the time at which it gives up
PAUSE = 0.02  # seconds between two looks
PARTS = ("policy_url", "interpretation_url", "media_url")
LINKS = {
    "policy_url": b'data-pair="interpretation"',
    "interpretation_url": b'data-pair="policy"',
}


@dataclass
class Watch:
    """What one reader saw of one set: seconds from its time to the end of the first answer
    that shows it, and what was half."""

    line: dict[str, str]
    late: float = PATIENCE
    answers: int = 0
    halves: list[str] = field(default_factory=list)


def watch(base: str, line: dict[str, str]) -> Watch:
    """Ask for document, interpretation and file in turn until all three are there.

    From the moment that one answer shows a part, every answer that is asked for afterwards
    must show its part; a page must link to its other half.
    """
    seen = Watch(line)
    due = datetime.fromisoformat(line["due"]).timestamp()
    time.sleep(max(0.0, due - LOOK_BEFORE - time.time()))
    paths = {part: urlsplit(line[part]).path for part in PARTS}
    public: set[str] = set()
    turn = 0
    with requests.Session() as session:
        while len(public) < len(PARTS) and time.time() < due + PATIENCE:
            part = PARTS[turn % len(PARTS)]
            turn += 1
            answer = session.get(base + paths[part], timeout=10)
            seen.answers += 1
            if answer.status_code == 200:
                public.add(part)
                seen.late = min(seen.late, time.time() - due)
                if LINKS.get(part, b"") not in answer.content:
                    seen.halves.append(f"{part} without its other half")
            elif public or answer.status_code != 404:
                seen.halves.append(f"{part} {answer.status_code} after {sorted(public)}")
            if not public:
                time.sleep(PAUSE)
    return seen


def measure(site: Database, count: int) -> None:
    """Let `count` sets become public one second apart, and print what readers saw."""
    manage = [sys.executable, "manage.py"]
    upcoming = ["demo", "--upcoming", str(count), "--in", str(START), "--every", str(EVERY)]
    with ExitStack() as running:
        base, environment = running.enter_context(web(site))
        running.enter_context(process([*manage, "run_releases"], environment))
        lines = subprocess.run(
            [*manage, *upcoming], cwd=ROOT, env=environment, check=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ).stdout.splitlines()  # fmt: skip
        found = _watched(base, [json.loads(line) for line in lines])
    site.use()
    _report(found, _late_to_begin())


def _watched(base: str, lines: list[dict[str, str]]) -> list[Watch]:
    """One reader a set, so that one that is late does not hide the next."""
    found: list[Watch] = []
    readers = [
        threading.Thread(target=lambda line=line: found.append(watch(base, line)), daemon=True)
        for line in lines
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found


def _late_to_begin() -> list[float]:
    """Seconds from the time of each set to the beginning of its release, by the database.

    What readers see beyond this is the release itself, and the answer that shows it.
    """
    done = Release.objects.filter(state=ReleaseState.RELEASED, title__contains="预演")
    return [(one.released_at - one.due_at).total_seconds() for one in done]


def _report(found: list[Watch], begun: list[float]) -> None:
    for name, late in (("lateness", [one.late for one in found]), ("lateness-begun", begun)):
        last = statistics.quantiles(late, n=100, method="inclusive")[98]
        row(f"{name}/second", last, 1.0, "the promise: within one second (P5)", "s", len(late))
        row(f"{name}-median/second", statistics.median(late), 1.0, "the promise", "s", len(late))
    halves = [half for one in found for half in one.halves]
    row("halves/none", len(halves), None, None, "answers", sum(one.answers for one in found))
    for half in halves:
        print(f"  half: {half}", file=sys.stderr)


def main() -> None:
    quick = is_quick(__doc__)
    with database("lateness") as site:
        measure(site, 10 if quick else 50)


if __name__ == "__main__":
    main()
