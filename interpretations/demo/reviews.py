"""How the demonstration's people review: each step by who may, with words of their own."""

from collections.abc import Iterable
from typing import Any

from interpretations.demo.people import People
from interpretations.models import Release
from interpretations.models.kinds import Decision, ReleaseState
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide
from interpretations.releases.review.sample import note_reading, sample_of

# Who takes the steps of a chain in their order, and what they say.
SIGNED = (("leader", "同意。"), ("editor", "解读通俗，同意发布。"))


def approve(release: Release, people: People) -> None:
    """Let leader and news office agree."""
    sign(release, people)


def sign(release: Release, people: People, signed: Iterable[tuple[str, str]] | None = None) -> None:
    """Let these people agree, one a step, from the first undecided step on."""
    open_steps = set(release.steps.undecided().values_list("position", flat=True))
    for position, (login, opinion) in enumerate(SIGNED if signed is None else signed, start=1):
        if position in open_steps:
            _read_sample(release, people[login])
            step(release, people[login], Decision.APPROVE, opinion)


def finish(
    release: Release, people: People, signed: Iterable[tuple[str, str]] | None = None
) -> None:
    """Let these people agree, then make the release public."""
    sign(release, people, signed)
    release.refresh_from_db()
    if release.state == ReleaseState.APPROVED:
        execute(release.pk)


def step(release: Release, user: Any, decision: str, opinion: str) -> None:
    """Decide the step whose turn it is."""
    current = release.steps.undecided().earliest("position")
    decide(current.pk, user, decision, opinion)


def _read_sample(release: Release, user: Any) -> None:
    """Of a long list everybody opens the sample before agreeing."""
    for item in sample_of(release):
        note_reading(item, user)
