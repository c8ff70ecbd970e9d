"""The demonstration sets, brought into their states by the same verbs that people use."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from interpretations.demo.acts import carry_on
from interpretations.demo.build import build_interpretation, build_policy, policy_of
from interpretations.demo.content import load_sets
from interpretations.demo.people import People
from interpretations.demo.reviews import finish, sign, step
from interpretations.models import DepartmentPage, ExemptionReason, PolicyPage, Release
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import OPEN_STATES, Decision, ReleaseKind
from interpretations.models.refusals import Refusal
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.submission.join import join
from interpretations.releases.submission.migrate import submit_migration
from interpretations.releases.submission.submit import Submission, candidates, submit

RETURN_REASON = "第三部分的补贴标准与文件第七条不一致，请核对后再送。"
Words = dict[str, Any]


def make_sets(
    people: People,
    report: Callable[[str], None],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Make every set that is not there yet, going on where a run was interrupted.

    Returns how many were made. What people have done to a set since may stand in the way of
    the rest of its story: that is reported, and the next set is made. `progress` is told after
    each set how many of how many are done.
    """
    count, sets = 0, load_sets()
    for number, words in enumerate(sets, 1):
        is_new = policy_of(words) is None
        try:
            _make(words, people)
        except Refusal as refusal:
            report(f"《{words['policy']['title']}》：{refusal}")
        count += is_new * (1 + len(words["along"]))
        progress(number, len(sets))
    return count


def _make(words: Words, people: People) -> None:
    """Draft a set with what goes along, bring it to its state, then carry out what came later."""
    policy = policy_of(words)
    release = _first_release(policy) if policy else None
    if policy is None or release is None:
        policies = _draft([words, *words["along"]], people)
        policy = policies[0]
        release = _submit(words, policies, people)
    if release is not None:
        _bring_to(words, release, people)
    carry_on(words, policy, people)


@transaction.atomic
def _draft(sets: list[Words], people: People) -> list[PolicyPage]:
    """Write the documents, then the interpretations, which may explain several of them."""
    departments = [DepartmentPage.objects.get(slug=words["department"]) for words in sets]
    policies = [
        build_policy(words, department, people.drafter_of(department))
        for words, department in zip(sets, departments, strict=True)
    ]
    for words, policy, department in zip(sets, policies, departments, strict=True):
        _join(words, policy, people.drafter_of(department))
        for interpretation in words["interpretations"]:
            interpreter = DepartmentPage.objects.get(
                slug=interpretation.get("by", words["department"])
            )
            build_interpretation(
                interpretation, policy, interpreter, people.drafter_of(interpreter)
            )
    return policies


def _join(words: Words, policy: PolicyPage, drafter: Any) -> None:
    """Ask the other departments of a joint document."""
    if slugs := words.get("joint"):
        departments = DepartmentPage.objects.filter(slug__in=slugs)
        join(policy.pk, drafter, departments.values_list("pk", flat=True))


def _submit(words: Words, policies: list[PolicyPage], people: People) -> Release | None:
    """Hand the set to its reviewers, or around them in an emergency; a draft stays where it is."""
    state, policy = words["state"], policies[0]
    drafter = people.drafter_of(policy.get_parent())
    if state == "draft":
        return None
    if state == "emergency":
        reason = words["emergency"]["reason"]
        return act_in_emergency(policy.pk, people["publisher"], ReleaseKind.FIRST, reason)
    if state == "migrated":
        return submit_migration([page.pk for page in policies], drafter)
    return submit(policy.pk, drafter, _submission(words, policies))


def _submission(words: Words, policies: list[PolicyPage]) -> Submission:
    pages = [page for policy in policies for page in candidates(policy)]
    exemptions = {}
    if exempt := words.get("exempt"):
        reason = ExemptionReason.objects.get(slug=exempt["reason"])
        exemptions[policies[0].pk] = (reason.pk, exempt["note"])
    return Submission(
        frozenset(page.pk for page in pages),
        _next_morning() if words["state"] == "scheduled" else None,
        further=frozenset(policy.pk for policy in policies[1:]),
        exemptions=exemptions,
        # What the plan keeps for a later day is looked at and confirmed.
        confirm_all=True,
    )


def _first_release(policy: PolicyPage) -> Release | None:
    releases = Release.objects.filter(items__policy=policy, kind__in=kinds_where("whole_set"))
    return releases.exclude(kind=ReleaseKind.RERELEASE).order_by("pk").first()


def _bring_to(words: Words, release: Release, people: People) -> None:
    """Decide what is still undecided until the set stands where its words say."""
    state, signed = words["state"], words.get("signed")
    if release.state not in OPEN_STATES or state == "in_review":
        return
    if state == "returned":
        step(release, people["leader"], Decision.RETURN, RETURN_REASON)
    elif state == "scheduled":
        sign(release, people, signed)
    else:
        finish(release, people, signed)


def _next_morning() -> datetime:
    """Ten o'clock, three days from now."""
    day = timezone.localtime() + timedelta(days=3)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
