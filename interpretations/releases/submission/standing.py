"""What of the writing still stands: whatever was undone is nobody's any more (P4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One person changed what stands at one place; None for nothing, or for nobody known.

    `number` is that of the contribution: later ones are higher. `before` and `after` are digests
    of what stood there.
    """

    number: int
    user_id: int | None
    user_name: str
    before: str | None
    after: str | None


def standing(steps: Sequence[Step]) -> list[Step]:
    """Return which of the steps at one place, oldest first, led to what stands there; newest first.

    Steps that led away and back again are left out. Who took back own steps alone has done
    nothing; who took back those of others has decided what stands.
    """
    states = [step.before for step in steps[:1]] + [step.after for step in steps]
    earlier = _earlier_visits(states)
    led_here: list[Step] = []
    now = len(steps)
    while now > 0:
        step, visit = steps[now - 1], earlier[now]
        since = now - 1 if visit is None else visit
        if visit is None or any(other.user_id != step.user_id for other in steps[visit:now]):
            led_here.append(step)
        now = since
    return led_here


def _earlier_visits(states: Iterable[str | None]) -> list[int | None]:
    """When each state stood there the last time before; None where it is new."""
    seen: dict[str | None, int] = {}
    earlier = []
    for moment, state in enumerate(states):
        earlier.append(seen.get(state))
        seen[state] = moment
    return earlier


def first_writers(steps: Iterable[Step]) -> dict[str, Step]:
    """Return for each thing said, wherever it stood, the step that said it first.

    Whoever types the words of somebody else again has not made them their own.
    """
    known: dict[str, Step] = {}
    said_before: set[str] = set()
    for step in steps:
        if step.before is not None and step.before not in known:
            said_before.add(step.before)
        if step.after is not None and step.after not in said_before:
            known.setdefault(step.after, step)
    return known
