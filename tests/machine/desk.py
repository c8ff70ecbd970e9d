"""The desk's own addresses: submitting every kind, deciding, taking back, emergencies."""

import random
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from interpretations.models import (
    DepartmentPage,
    ExemptionReason,
    PolicyPage,
    Release,
    ReviewStep,
)
from interpretations.models.kind_rules import Asks, rule
from interpretations.models.kinds import ReleaseKind, ReleaseState
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.review.deciders import deciders
from interpretations.releases.review.sample import sample_of
from interpretations.releases.scheduling.schedule import release_due
from interpretations.releases.submission.offers import emergency_kind, first_kind
from tests.machine.driver import Answer, Driver

WARNINGS = ("duplicate_number", "plan_unmet")


def submit(
    driver: Driver, user, policy: PolicyPage, kind: str, dice: random.Random, **submission
) -> Answer:
    """Post one kind. `submission`: pages, further, exempt, target, when, colleague."""
    if submission.get("colleague") and dice.random() < 0.4:
        user = driver.drafter_of(driver.department(policy), dice)
    further = list(submission.get("further", ()))
    documents = [policy, *PolicyPage.objects.filter(pk__in=further).order_by("path")]
    data = {"when": "now", "confirmed": WARNINGS}
    if rule(kind).chooses:
        every = [page.pk for document in documents for page in candidates(document, kind)]
        data["members"] = submission.get("pages", every)
    if rule(kind).asks == Asks.NOTE:
        data["note"] = f"说明{driver.words.mint('note', user.pk)}"
    if kind == ReleaseKind.TRANSFER:
        others = DepartmentPage.objects.exclude(pk=policy.get_parent().pk).order_by("pk")
        data["target_department"] = submission.get("target") or dice.choice(list(others)).pk
    if kind == ReleaseKind.FEATURE:
        days = dice.choice([None, 0, 3])
        today = timezone.localdate()
        data["feature_until"] = "" if days is None else str(today + timedelta(days=days))
    if submission.get("exempt"):
        reason = ExemptionReason.objects.exclude(slug="history").order_by("pk").first()
        for document in documents:
            data[f"exempt-{document.pk}"] = reason.pk
            data[f"exempt-note-{document.pk}"] = driver.words.mint("exemption", user.pk)
    if when := submission.get("when"):
        data |= {"when": "later", "scheduled_for": f"{timezone.localtime(when):%Y-%m-%d %H:%M}"}
    first = kind in (ReleaseKind.FIRST, ReleaseKind.RERELEASE)
    name, args = ("submit", [policy.pk]) if first else ("act", [policy.pk, kind])
    query = "&".join(f"with={pk}" for pk in further)
    url = f"{reverse(f'releases:{name}', args=args)}?{query}"
    return driver.post(user, url, data, f"{user.username} submits {kind} of {policy.pk}")


def migrate(driver: Driver, user, department, ids: list[int]) -> Answer:
    url = reverse("releases:migrate", args=[department.pk])
    what = f"{user.username} submits migration of {ids}"
    return driver.post(user, url, {"policies": ids}, what)


def decide(driver: Driver, user, release: Release, decision: str, step=None) -> Answer:
    step = step or ReviewStep.objects.current().filter(release=release).first()
    opinion = f"意见{driver.words.mint('opinion', user.pk)}"
    data = {"step": step.pk if step else 0, "decision": decision, "opinion": opinion}
    url = reverse("releases:decide", args=[release.pk])
    return driver.post(user, url, data, f"{user.username} decides {decision} on {release.pk}")


def open_sample(driver: Driver, user, release: Release) -> None:
    for item in sample_of(release):
        url = reverse("releases:member", args=[release.pk, item.pk])
        driver.ask(user, lambda client, url=url: client.get(url), f"{user.username} opens {url}")


def take_back(driver: Driver, user, release: Release) -> Answer:
    url = reverse("releases:take_back", args=[release.pk])
    data = {"opinion": f"理由{driver.words.mint('opinion', user.pk)}"}
    return driver.post(user, url, data, f"{user.username} takes back {release.pk}")


def resume(driver: Driver, user, release: Release) -> Answer:
    url = reverse("releases:resume", args=[release.pk])
    return driver.post(user, url, {}, f"{user.username} resumes {release.pk}")


def emergency(driver: Driver, user, policy: PolicyPage) -> Answer:
    kind = emergency_kind(policy)
    reason, note = driver.words.mint("reason", user.pk), driver.words.mint("note", user.pk)
    data = {"kind": kind, "reason": f"紧急{reason}", "note": f"说明{note}"}
    url = reverse("releases:emergency", args=[policy.pk])
    answer = driver.post(user, url, data, f"{user.username} emergency {kind} of {policy.pk}")
    # Done, it says so with a warning: somebody else has to look at it.
    answer.accepted = driver.last.status_code == 302
    return answer


def join(driver: Driver, user, policy: PolicyPage, departments: list[int]) -> Answer:
    url = reverse("releases:join", args=[policy.pk])
    what = f"{user.username} lets {departments} join {policy.pk}"
    return driver.post(user, url, {"departments": departments}, what)


def repeal(driver: Driver, user, policy: PolicyPage) -> PolicyPage | None:
    """Begin the document that repeals this one; return its draft."""
    before = set(PolicyPage.objects.values_list("pk", flat=True))
    url = reverse("releases:repeal", args=[policy.pk])
    driver.post(user, url, {}, f"{user.username} begins the repeal of {policy.pk}")
    return PolicyPage.objects.exclude(pk__in=before).first()


def push(driver: Driver, release: Release, dice: random.Random) -> Answer:
    """Let the right person take the next step of a release; objections are rare."""
    if release.state == ReleaseState.APPROVED:
        return _let_go(driver, release, dice)
    people = sorted(deciders(release), key=lambda user: user.pk)
    if not people:
        driver.staff()
        people = sorted(deciders(release), key=lambda user: user.pk)
    if not people:
        return take_back(driver, release.submitted_by, release)
    user = dice.choice(people)
    open_sample(driver, user, release)
    return decide(driver, user, release, "approve" if dice.random() < 0.85 else "return")


def _let_go(driver: Driver, release: Release, dice: random.Random) -> Answer:
    if release.is_stopped:
        driver.staff()
        last = release.steps.order_by("position").last()
        groups = last.groups.all() if last else []
        people = [u for g in groups for u in g.user_set.order_by("pk") if u.is_active]
        people = [u for u in people if u.pk != release.submitted_by_id]
        if people:
            return resume(driver, dice.choice(people), release)
    wait = release.due_at - timezone.now()
    if wait > timedelta(0):
        driver.clock.move(wait)
    release_due()
    return Answer(f"the scheduler at the time of {release.pk}", True)


def first_submission(
    driver: Driver, user, policy: PolicyPage, dice: random.Random, **submission
) -> Answer:
    return begin(driver, user, policy, first_kind(policy), dice, **submission)


def begin(
    driver: Driver, user, policy: PolicyPage, kind: str, dice: random.Random, **submission
) -> Answer:
    """A submission by whoever wrote, or by a colleague: writers are more than submitters (P4)."""
    return submit(driver, user, policy, kind, dice, colleague=True, **submission)
