"""The proof against the ledger: releases, decisions and dates are what its lines tell (P4, P8).

A line is compared as far as it tells: those of earlier versions tell less (docs/promises.md).
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from interpretations.models import (
    DepartmentPage,
    Exemption,
    JointDepartment,
    LedgerEntry,
    Publication,
    Release,
    ReviewStep,
)
from interpretations.models.kinds import ReleaseState
from interpretations.releases.audit.damage import UNREADABLE, by_rows, unreadable_release
from interpretations.releases.promises.violation import Violation
from interpretations.releases.records import facts
from interpretations.releases.records.times import SETTING
from interpretations.releases.records.written import written

Event = LedgerEntry.Event
Lines = list[LedgerEntry]
# The events that tell a decision of somebody.
DECIDING = (Event.APPROVED, Event.RETURNED, Event.OBJECTED)
# How a release in this state has ended.
ENDS = {
    ReleaseState.RELEASED: (Event.RELEASED,),
    ReleaseState.RETURNED: (Event.RETURNED, Event.TAKEN_BACK),
}
# Who approves sets when a release is due; a signer may set it anew. Nothing comes before 送审.
MOVING_TIMES = frozenset(SETTING) - {Event.SUBMITTED}
# What readers see of a member is named once more, by words that the office may change later.
CHANGING = "exemption"


class LineProblem(models.TextChoices):
    """How rows and lines can disagree."""

    NO_LINE = "not in the ledger", _("台账里没有记这件事，记它的行可能被删去")
    NO_ROW = "only in the ledger", _("台账记了这件事，数据库里却没有")
    DIFFERS = "differs from the ledger", _("数据库里的和台账记的不一样")
    UNREADABLE = UNREADABLE, _("有一行读不出来")


Found = Iterator[tuple[LineProblem, str]]


def line_violations() -> Iterator[Violation]:
    """Yield what is not as the ledger tells; `detail` names the column or the event."""
    releases = Release.objects.order_by("pk").values_list("pk", flat=True)
    yield from by_rows(releases, _of_releases, unreadable_release)
    yield from _joint_drafts()


def _of_releases(ids: Sequence[int]) -> Iterator[Violation]:
    releases = Release.objects.filter(pk__in=ids).prefetch_related(
        "ledger", "authors", "steps__groups", "items__exemption", "items__revision",
        "items__references",
    )  # fmt: skip
    rows = list(releases.order_by("pk"))
    shown = _Shown(rows)
    for release in rows:
        lines = sorted(release.ledger.all(), key=lambda line: line.pk)
        found = chain(
            _events(release, lines),
            _told_always(release, lines),
            _told_at_submission(release, lines, shown),
            _told_last(release, lines),
            _times_moved(lines),
            _decisions(release, lines),
            _executed(release, lines, shown),
        )
        for problem, what in dict.fromkeys(found):
            yield Violation("P8", problem.value, release_id=release.pk, detail=str(what))


class _Shown:
    """What is shown and who wrote of the members of some releases, by number; groups there are."""

    def __init__(self, releases: Sequence[Release]) -> None:
        public = Publication.objects.filter(item__release__in=releases)
        exempt = Exemption.objects.filter(item__release__in=releases)
        self.written = written(item for release in releases for item in release.items.all())
        self.dates = dict(public.values_list("item", "released_at"))
        self.reasons = dict(exempt.values_list("item", "reason"))
        self.groups = set(Group.objects.values_list("pk", flat=True))


def _events(release: Release, lines: Lines) -> Found:
    """Every release was submitted, and ended as its state says; nothing else is told."""
    told = [line.event for line in lines]
    if told.count(Event.SUBMITTED) != 1:
        yield LineProblem.NO_LINE, Event.SUBMITTED
    ends = ENDS.get(ReleaseState(release.state), ())
    if ends and not any(event in told for event in ends):
        yield LineProblem.NO_LINE, release.state
    for event in set(chain(*ENDS.values())).difference(ends).intersection(told):
        yield LineProblem.NO_ROW, event
    if bool(release.emergency) != (Event.EMERGENCY in told):
        yield LineProblem.NO_LINE if release.emergency else LineProblem.NO_ROW, Event.EMERGENCY


def _told_always(release: Release, lines: Lines) -> Found:
    """Kind, title, note and members, which nothing changes once they are submitted."""
    sealed = facts.sealed(release)
    members = [facts.member(item) for item in release.items.all()]
    for line in lines:
        if line.policy_id != release.policy_id:
            yield LineProblem.DIFFERS, "policy"
        is_older = "standing" not in line.data
        for name in (*sealed, "feature_until"):
            stored = sealed.get(name)
            if line.data.get(name, stored if is_older else None) != stored:
                yield LineProblem.DIFFERS, name
        if "members" in line.data and not _are_same(line.data["members"], members):
            yield LineProblem.DIFFERS, "members"


def _are_same(told: list[dict[str, Any]], members: list[dict[str, Any]]) -> bool:
    """Whether these are the members that a line tells, as far as it tells of each."""
    return len(told) == len(members) and all(
        member.get(name) == value
        for line, member in zip(told, members, strict=True)
        for name, value in line.items()
        if name != CHANGING
    )


def _told_at_submission(release: Release, lines: Lines, shown: "_Shown") -> Found:
    """People, steps and pins; a group that was deleted since is no damage."""
    for line in lines:
        if line.event != Event.SUBMITTED:
            continue
        names = {"submitted_by_name": line.who, "author_names": line.data.get("authors")}
        for name, told in names.items():
            if told not in (None, getattr(release, name)):
                yield LineProblem.DIFFERS, name
        if told := line.data.get("submission"):
            stored = facts.submission(release, shown.written)
            if facts.WRITTEN not in told:
                del stored[facts.WRITTEN]
            yield from _differing(
                {**told, "steps": _with_known(shown.groups, told["steps"])}, stored
            )


def _with_known(groups: set[int], steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**step, "groups": [pk for pk in step["groups"] if pk in groups]} for step in steps]


def _differing(told: dict[str, Any], stored: dict[str, Any]) -> Found:
    for name in sorted({*told, *stored}):
        if told.get(name) != stored.get(name):
            yield LineProblem.DIFFERS, name


def _told_last(release: Release, lines: Lines) -> Found:
    """State, times and reasons are those of the newest line: every change is followed by one."""
    if lines and "standing" in lines[-1].data:
        yield from _differing(lines[-1].data["standing"], facts.standing(release))
    reasons: dict[str, str] = {
        Event.RETURNED: "end_reason",
        Event.TAKEN_BACK: "end_reason",
        Event.EMERGENCY: "emergency_reason",
    }
    for line in lines:
        name = reasons.get(line.event)
        if name and getattr(release, name) != line.why:
            yield LineProblem.DIFFERS, name
        if line.data.get("edition", release.edition) != release.edition:
            yield LineProblem.DIFFERS, "edition"


def _times_moved(lines: Lines) -> Found:
    """A time that was moved in the row is not made good by the next line, which repeats it."""
    told = [(line.event, line.data["standing"]) for line in lines if "standing" in line.data]
    for (_event, before), (event, after) in pairwise(told):
        movable = ("approved_at", "due_at") if event in MOVING_TIMES else ()
        for name in {"submitted_at", "approved_at", "due_at"}.difference(movable):
            if before.get(name) != after.get(name):
                yield LineProblem.DIFFERS, name


def _decisions(release: Release, lines: Lines) -> Found:
    """Every decision has its line, and every line of a decision its step."""
    steps = {step.position: step for step in release.steps.all()}
    told = [line for line in lines if line.event in DECIDING]
    exact = {line.data["decision"]["position"]: line for line in told if line.data.get("decision")}
    for position, line in exact.items():
        if position not in steps:
            yield LineProblem.NO_ROW, line.event
        elif (facts.decision(steps[position]), steps[position].opinion) != (
            line.data["decision"],
            line.why,
        ):
            yield LineProblem.DIFFERS, line.event
    decided = [step for step in steps.values() if step.decision and step.position not in exact]
    older = [line for line in told if not line.data.get("decision")]
    yield from _older_decisions(decided, older)


def _older_decisions(decided: list[ReviewStep], lines: Lines) -> Found:
    """Lines of earlier versions tell who decided and why, an approval also in which step."""
    for step in decided:
        fitting = [line for line in lines if line.data.get("step", step.label) == step.label]
        if not fitting:
            yield LineProblem.NO_LINE, step.decision
        elif not any(
            line.why == step.opinion and step.decided_by_name in line.who for line in fitting
        ):
            yield LineProblem.DIFFERS, step.decision
    if len(decided) < len(lines):
        yield LineProblem.NO_ROW, lines[-1].event


def _executed(release: Release, lines: Lines, shown: _Shown) -> Found:
    """Since when each member is public, and why a document is exempt."""
    released = [line for line in lines if line.event == Event.RELEASED]
    if len(released) > 1:
        yield LineProblem.NO_ROW, Event.RELEASED
    for line in released:
        dates = line.data.get("first", {})
        reasons = {row["page"]: row.get(CHANGING) for row in line.data.get("members", ())}
        for item in release.items.all():
            told = dates.get(str(item.page_id))
            if item.pk in shown.dates and told not in (None, facts.moment(shown.dates[item.pk])):
                yield LineProblem.DIFFERS, "released_at"
            if item.pk in shown.reasons and shown.reasons[item.pk] != reasons.get(item.page_id):
                yield LineProblem.DIFFERS, CHANGING


def _joint_drafts() -> Iterator[Violation]:
    """P7: exactly the departments draft along that the newest line of their set names."""
    told: dict[int | None, list[int]] = {}
    for line in LedgerEntry.objects.filter(event=Event.JOINED).order_by("pk"):
        told[line.policy_id] = line.data.get("department_ids")
    joined: dict[int | None, set[int]] = {}
    for row in JointDepartment.objects.all():
        joined.setdefault(row.policy_id, set()).add(row.department_id)
    there = set(DepartmentPage.objects.values_list("pk", flat=True)) if told else set()
    for policy_id in joined.keys() - told.keys():
        yield Violation("P8", LineProblem.NO_LINE.value, policy_id, detail=Event.JOINED)
    for policy_id, ids in told.items():
        if ids is not None and joined.get(policy_id, set()) != there.intersection(ids):
            yield Violation("P8", LineProblem.DIFFERS.value, policy_id, detail=Event.JOINED)
