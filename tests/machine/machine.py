"""The state machine: every door and every kind of release, by anybody, in any order.

Each example is a town of its own in real, committed transactions: releases are durable,
deferred keys (the gate's seal) are checked at every commit, hooks of commits run, and the
snapshot of a reader is a transaction of its own. The price is putting the founded database
back for each example. One connection does all this,
so nothing here says how two people meet in the same moment: storms, races and kills do.

After each step: nobody saw an error page; `check_releases` finds nothing; the public rows are
what the executed submissions pinned (`expected`); a reader sees exactly that (`reader`).
"""

import io
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from wagtail.models import Page

from interpretations.models import Release
from interpretations.models.kinds import OPEN_STATES, EmergencyState, ReleaseKind
from interpretations.releases.audit.public_state import violations
from interpretations.releases.scheduling.schedule import release_due
from tests.machine import desk, disk, doors, observer, requests, shell
from tests.machine.clock import Clock
from tests.machine.drafts import stored_set
from tests.machine.driver import Answer, Driver, Wrong
from tests.machine.expected import Expected
from tests.machine.reader import Reader
from tests.machine.rules import RULES

# All choices of a step follow from the seed of the run, the step's place in the town's life, and
# one number: Hypothesis likes to say 0 again and again.
numbers = st.integers(0, 2**32 - 1)
# How far the clock is moved at once.
LATER = (
    timedelta(seconds=1),
    timedelta(minutes=2),
    timedelta(hours=1),
    timedelta(hours=13),
    timedelta(days=1),
    timedelta(days=9),
)
REMEMBERED = 40
# What happens, and how often beside the others.
WEIGHTS = {
    "begin": 5,
    "push": 14,
    "door": 3,
    "door_beside": 2,
    "wander": 1,
    "write": 3,
    "meddle": 4,
    "shell": 3,
    "people": 1,
    "disk": 1,
    "clock": 3,
}
WEIGHTED = [name for name, weight in WEIGHTS.items() for _ in range(weight)]
WAITING = Q(state__in=OPEN_STATES) | Q(emergency=EmergencyState.UNREVIEWED)
Act = Callable[[Driver, Any, Page, random.Random], Answer]


def forget_caches_and_files() -> None:
    """Every cache and every file of the town before."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    shutil.rmtree(Path(settings.MEDIA_ROOT), ignore_errors=True)


class Town(RuleBasedStateMachine):
    """Random people at random doors, and sensible ones who bring releases to their end."""

    seed: ClassVar[int] = 1
    # Puts the founded database back, without the town before; a fixture sets it.
    put_back: ClassVar[Callable[[], None]]
    # Of the whole run: (rule, how it ended) -> times, and kinds that were executed.
    steps: ClassVar[Counter] = Counter()
    begun: ClassVar[Counter] = Counter()
    kinds: ClassVar[Counter] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.recent: list[str] = []
        self.tried: Counter = Counter()
        self.put_back()
        forget_caches_and_files()
        self.driver = Driver(Clock())
        self._running = self.driver.clock.running()
        self._running.__enter__()
        self.driver.watch()

    def teardown(self) -> None:
        self.driver.leave()
        self._running.__exit__(None, None, None)

    @initialize(number=numbers)
    def set_up(self, number: int) -> None:
        """A public set, one under review and a draft: every door has something behind it."""
        dice = random.Random(f"{self.seed} {number}")
        self.driver.set_up()
        self.expected = Expected(self.driver.words)
        self.reader = Reader(self.driver, self.expected)
        self.driver.look = lambda user, text: observer.look(
            self.driver, user, self.reader.allowed, text
        )
        department = self.driver.departments[0]
        user = self.driver.drafter_of(department, dice)
        self.driver.paper(user, department), self.driver.picture(user, department)
        for fate in ("public", "review", "draft"):
            policy = stored_set(self.driver, user, department)
            if fate == "draft":
                continue
            desk.first_submission(self.driver, user, policy, dice)
            while fate == "public" and policy.releases.filter(state__in=OPEN_STATES):
                desk.push(self.driver, policy.releases.get(), random.Random(0))
        self.look(dice)

    @rule(number=numbers)
    def step(self, number: int) -> None:
        """One rule for all: Hypothesis switches whole rules off for an example, and a town
        in which nobody begins or decides anything is idle."""
        self.turn += 1
        dice = random.Random(f"{self.seed} {number} {self.turn}")
        self.take(dice.choice(WEIGHTED), dice)

    def take(self, name: str, dice: random.Random) -> None:
        """Let one thing happen, and look at everything."""
        self._step(name, lambda: getattr(self, f"_{name}")(dice), dice)

    def take_rule(self, name: str, dice: random.Random) -> None:
        self._step(f"begin {name}", lambda: self._run_rule(name, dice), dice)

    # What sensible people do

    def _begin(self, dice: random.Random) -> Answer:
        """One of the rules that were run least in this town."""
        rarest = sorted(RULES, key=lambda name: (self.tried[name], name))[:4]
        return self._run_rule(dice.choice(rarest), dice)

    def _run_rule(self, name: str, dice: random.Random) -> Answer:
        self.tried[name] += 1
        answer = RULES[name](self.driver, dice)
        self.begun[name, answer.accepted] += 1
        return answer

    def _push(self, dice: random.Random) -> Answer:
        """Let the right person do what some release waits for; begin one where none waits."""
        waiting = list(Release.objects.filter(WAITING).order_by("pk"))
        if not waiting:
            return self._begin(dice)
        return desk.push(self.driver, dice.choice(waiting), dice)

    # What anybody may try

    def _door(self, dice: random.Random) -> Answer:
        return self._at_a_page(doors.knock, dice)

    def _door_beside(self, dice: random.Random) -> Answer:
        return self._at_a_page(doors.knock_beside, dice)

    def _wander(self, dice: random.Random) -> Answer:
        return self._at_a_page(doors.wander, dice)

    def _write(self, dice: random.Random) -> Answer:
        return self._at_a_page(requests.write, dice)

    def _meddle(self, dice: random.Random) -> Answer:
        return self._at_a_page(requests.meddle, dice)

    def _shell(self, dice: random.Random) -> Answer:
        return shell.knock(self.driver, self.driver.page(dice), dice)

    def _people(self, dice: random.Random) -> Answer:
        return requests.people(self.driver, dice)

    def _disk(self, dice: random.Random) -> Answer:
        return disk.damage(self.driver, dice)

    def _at_a_page(self, act: Act, dice: random.Random) -> Answer:
        page = self.driver.page(dice)
        return act(self.driver, self.driver.visitor(page, dice), page, dice)

    # What nobody does

    def _clock(self, dice: random.Random) -> Answer:
        by = dice.choice(LATER)
        self.driver.clock.move(by)
        how = dice.choice(["nobody", "release_due", "run_releases", "publish_scheduled"])
        if how == "release_due":
            release_due()
        elif how == "run_releases":
            call_command("run_releases", "--once", stdout=io.StringIO())
        elif how == "publish_scheduled":
            call_command("publish_scheduled", stdout=io.StringIO())
        if how in ("release_due", "run_releases") and Release.objects.due(timezone.now()).exists():
            raise Wrong(f"{how} left what is due")
        return Answer(f"{by} later, {how}", True)

    # After each step

    def _step(self, name: str, act, dice: random.Random) -> None:
        self.driver.clock.move(timedelta(seconds=1))
        try:
            answer = act()
            self.recent = [*self.recent[-REMEMBERED:], f"{name}: {answer}"]
            self.look(dice)
        except Exception as error:
            story = "\n".join(self.recent)
            raise Wrong(f"{story}\n{name} -> {type(error).__name__}: {error}") from error
        self.steps[name.split()[0], answer.accepted] += 1

    def look(self, dice: random.Random) -> None:
        """Every check, on the rows and as a reader. Raises `Wrong`."""
        connection.check_constraints()
        self.expected.observe()
        self.expected.compare()
        if reported := list(violations()):
            raise Wrong(f"check_releases: {reported}")
        self.reader.open()
        for release in self.expected.executed:
            self._look_at_release(release)
        self.reader.look_around(dice)

    def _look_at_release(self, release: Release) -> None:
        self.kinds[release.kind] += 1
        if release.emergency:
            self.kinds["emergency"] += 1
        pins = self.expected.pins[release.pk]
        for pin in pins:
            if pin.page_id in self.expected.public:
                self.expected.compare_text(pin.page_id)
        self.reader.look_at_sets({pin.policy_id for pin in pins})
        self.reader.look_at_lists(["/sitemap.xml"])

    @classmethod
    def forget(cls) -> None:
        for counter in (cls.steps, cls.begun, cls.kinds):
            counter.clear()

    @classmethod
    def report(cls) -> str:
        """How often each step and rule ran and was accepted, each kind was executed."""
        lines = [_line(cls.steps, name) for name in sorted({name for name, _ in cls.steps})]
        lines += [_line(cls.begun, name) for name in sorted({name for name, _ in cls.begun})]
        return "\n".join([*lines, f"executed {dict(sorted(cls.kinds.items()))}"])

    @classmethod
    def never_executed(cls) -> set[str]:
        return {*ReleaseKind.values, "emergency"} - set(cls.kinds)


def _line(counter: Counter, name: str) -> str:
    return f"{name:12} {counter[name, True]:6} accepted {counter[name, False]:6} refused"
