"""The demonstration sets, brought into their states by the same verbs that people use."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from interpretations.demo.build import build_interpretation, build_policy
from interpretations.demo.content import load_sets
from interpretations.demo.people import People
from interpretations.models import DepartmentPage, PolicyPage, Release
from interpretations.models.kinds import Decision
from interpretations.releases.decide import decide
from interpretations.releases.execute import execute
from interpretations.releases.submit import Submission, candidates, submit

RETURN_REASON = "第三部分的补贴标准与文件第七条不一致，请核对后再送。"


def make_sets(people: People) -> int:
    """Make every set that is not there yet; return how many were made."""
    made = 0
    for words in load_sets():
        department = DepartmentPage.objects.get(slug=words["department"])
        number = words["policy"]["doc_number"]
        policy = PolicyPage.objects.child_of(department).filter(doc_number=number).first()
        # A run that was interrupted left a draft behind: go on from there.
        if policy and (words["state"] == "draft" or policy.releases.exists()):
            continue
        _make(words, department, people)
        made += 1
    return made


def _make(words: dict[str, Any], department: DepartmentPage, people: People) -> None:
    drafter = _drafter_of(department, people)
    with transaction.atomic():
        forms = [one["form"] for one in words["interpretations"]]
        policy = build_policy({**words["policy"], "forms": forms}, department, drafter)
        for one in words["interpretations"]:
            build_interpretation(one, policy, department, drafter)
    bring_to(words["state"], policy, drafter, people)


def _drafter_of(department: DepartmentPage, people: People) -> Any:
    mine = DepartmentPage.objects.of(people["drafter"]).filter(pk=department.pk)
    return people["drafter"] if mine.exists() else people["drafter2"]


def bring_to(state: str, policy: PolicyPage, drafter: Any, people: People) -> None:
    """Submit and decide until the set stands where its words say."""
    if state == "draft":
        return
    scheduled_for = _next_morning() if state == "scheduled" else None
    ids = frozenset(page.pk for page in candidates(policy))
    release = submit(policy.pk, drafter, Submission(ids, scheduled_for))
    if state == "returned":
        step(release, people["leader"], Decision.RETURN, RETURN_REASON)
    elif state in ("released", "scheduled"):
        approve(release, people)
    if state == "released":
        execute(release.pk)


def approve(release: Release, people: People) -> None:
    """Let leader and news office agree."""
    step(release, people["leader"], Decision.APPROVE, "同意。")
    step(release, people["editor"], Decision.APPROVE, "解读通俗，同意发布。")


def step(release: Release, user: Any, decision: str, opinion: str) -> None:
    current = release.steps.undecided().order_by("position").first()
    decide(current.pk, user, decision, opinion)


def _next_morning() -> datetime:
    """Ten o'clock, three days from now."""
    day = timezone.localtime() + timedelta(days=3)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
