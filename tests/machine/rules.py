"""Rules: what a sensible person does to bring one kind of release on its way.

A rule that needs something which is not there yet (a public set, one that is gone) fetches
that first: the same rule comes again later.
"""

import random
from datetime import timedelta

from django.utils import timezone

from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.migrate import migration_drafts
from tests.machine import desk
from tests.machine.drafts import (
    FORMERLY,
    change,
    new_interpretation,
    new_policy,
    new_set,
)
from tests.machine.driver import Answer, Driver

NOTHING = Answer("nothing to do", False)


def _home(driver: Driver, policy: PolicyPage, dice: random.Random):
    department = driver.department(policy)
    return department, driver.drafter_of(department, dice)


def _public(driver: Driver, dice: random.Random) -> PolicyPage | None:
    """A public document that no open release holds."""
    held = Release.objects.open().values("items__page")
    policies = list(PolicyPage.objects.filter(live=True).exclude(pk__in=held).order_by("pk"))
    return dice.choice(policies) if policies else None


def first(driver: Driver, dice: random.Random) -> Answer:
    department = dice.choice(driver.departments)
    user = driver.drafter_of(department, dice)
    form, submission = {}, {}
    fate = dice.random()
    if fate < 0.15:
        form = {"external": "on", "source_url": "https://www.gov.cn/zhengce/", "body-count": "0"}
    elif fate < 0.3:
        submission["when"] = timezone.now() + timedelta(hours=dice.choice([1, 30]))
    elif fate < 0.5:
        policy = new_policy(driver, user, department, dice)
        exempt = policy and desk.first_submission(driver, user, policy, dice, exempt=True)
        return exempt or NOTHING
    policy = new_set(driver, user, department, dice, **form)
    return desk.first_submission(driver, user, policy, dice, **submission) if policy else NOTHING


def together(driver: Driver, dice: random.Random) -> Answer:
    """Two documents in one release, one interpretation explaining both."""
    department = dice.choice(driver.departments)
    user = driver.drafter_of(department, dice)
    policy = new_policy(driver, user, department, dice)
    other = new_policy(driver, user, department, dice)
    if not (policy and other and new_interpretation(driver, user, policy, dice, [other.pk])):
        return NOTHING
    return desk.begin(driver, user, policy, ReleaseKind.FIRST, dice, further=[other.pk])


def repeal(driver: Driver, dice: random.Random) -> Answer:
    old = _public(driver, dice)
    if old is None:
        return first(driver, dice)
    _department, user = _home(driver, old, dice)
    draft = desk.repeal(driver, user, old)
    if draft is None or not change(driver, user, draft, dice).accepted:
        return NOTHING
    draft.refresh_from_db()
    if new_interpretation(driver, user, draft, dice) is None:
        return NOTHING
    return desk.first_submission(driver, user, draft, dice)


def supplement(driver: Driver, dice: random.Random) -> Answer:
    policy = _public(driver, dice)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    further = [
        p.pk for p in driver.policies(live=True) if p.pk != policy.pk and dice.random() < 0.2
    ]
    page = new_interpretation(driver, user, policy, dice, further)
    if page is None:
        return NOTHING
    return desk.begin(driver, user, policy, ReleaseKind.SUPPLEMENT, dice, pages=[page.pk])


def correction(driver: Driver, dice: random.Random) -> Answer:
    policy = _public(driver, dice)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    public = InterpretationPage.objects.child_of(policy).filter(live=True).order_by("pk")
    members = [policy, *public]
    chosen = [page for page in members if dice.random() < 0.6] or members[:1]
    for page in chosen:
        change(driver, user, page.specific, dice)
    ids = [page.pk for page in chosen]
    return desk.begin(driver, user, policy, ReleaseKind.CORRECTION, dice, pages=ids)


def removal(driver: Driver, dice: random.Random) -> Answer:
    policy = _public(driver, dice)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    public = list(InterpretationPage.objects.child_of(policy).filter(live=True).order_by("pk"))
    spare = [p for p in driver.policies(live=True) if p.explained_by.count() > 1]
    if len(public) < 2:
        for other in spare:
            mine = list(InterpretationPage.objects.child_of(other).filter(live=True))
            if len(mine) > 1 and not other.open_release_id:
                policy, public = other, mine
                _department, user = _home(driver, policy, dice)
                break
        else:
            return supplement(driver, dice)
    pages = [dice.choice(public).pk]
    return desk.begin(driver, user, policy, ReleaseKind.REMOVAL, dice, pages=pages)


def withdrawal(driver: Driver, dice: random.Random) -> Answer:
    policy = _public(driver, dice)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    return desk.begin(driver, user, policy, ReleaseKind.WITHDRAWAL, dice)


def rerelease(driver: Driver, dice: random.Random) -> Answer:
    gone = [p for p in driver.policies(departure__isnull=False) if not p.open_release_id]
    if not gone:
        return withdrawal(driver, dice)
    policy = dice.choice(gone)
    _department, user = _home(driver, policy, dice)
    if not InterpretationPage.objects.child_of(policy).exists():
        new_interpretation(driver, user, policy, dice)
    if dice.random() < 0.5:
        change(driver, user, policy, dice)
    return desk.begin(driver, user, policy, ReleaseKind.RERELEASE, dice)


def migration(driver: Driver, dice: random.Random) -> Answer:
    department = dice.choice(driver.departments)
    user = driver.drafter_of(department, dice)
    for place in range(2):
        policy = new_policy(driver, user, department, dice, formerly_published_at=FORMERLY)
        if policy and place:
            new_interpretation(driver, user, policy, dice)
    ids = [p.pk for p in migration_drafts(department)[:4]]
    return desk.migrate(driver, user, department, ids)


def transfer(driver: Driver, dice: random.Random) -> Answer:
    held = Release.objects.open().values("items__page")
    free = list(PolicyPage.objects.exclude(pk__in=held).order_by("pk"))
    policy = _public(driver, dice) if dice.random() < 0.7 or not free else dice.choice(free)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    return desk.begin(driver, user, policy, ReleaseKind.TRANSFER, dice)


def feature(driver: Driver, dice: random.Random) -> Answer:
    policy = _public(driver, dice)
    if policy is None:
        return first(driver, dice)
    _department, user = _home(driver, policy, dice)
    return desk.begin(driver, user, policy, ReleaseKind.FEATURE, dice)


def urgent(driver: Driver, dice: random.Random) -> Answer:
    """The duty officer brings a draft before the public, or takes a public set off."""
    duty, policy = driver.named("duty"), _public(driver, dice)
    if policy is None or dice.random() < 0.5:
        department = dice.choice(driver.departments)
        user = driver.drafter_of(department, dice)
        policy = new_set(driver, user, department, dice)
    return desk.emergency(driver, duty, policy) if policy else NOTHING


def jointly(driver: Driver, dice: random.Random) -> Answer:
    """A draft of one department that the drafters of another write on."""
    mine, other = dice.sample(driver.departments, 2)
    user = driver.drafter_of(mine, dice)
    policy = new_policy(driver, user, mine, dice)
    if policy is None or not desk.join(driver, user, policy, [other.pk]).accepted:
        return NOTHING
    guest = driver.drafter_of(other, dice)
    if new_interpretation(driver, guest, policy, dice) is None:
        return NOTHING
    return desk.first_submission(driver, dice.choice([user, guest]), policy, dice)


RULES = {
    "first": first,
    "supplement": supplement,
    "correction": correction,
    "removal": removal,
    "withdrawal": withdrawal,
    "rerelease": rerelease,
    "repeal": repeal,
    "migration": migration,
    "transfer": transfer,
    "feature": feature,
    "urgent": urgent,
    "together": together,
    "jointly": jointly,
}
