"""What people try at the desk who should not, or should at another time."""

import random
from datetime import timedelta

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.pins.candidates import candidates
from tests.machine import desk
from tests.machine.drafts import change, new_interpretation, new_policy
from tests.machine.driver import PEOPLE, Answer, Driver


def write(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Change a page, or begin a new one beside or below it."""
    page = page.specific
    fate = dice.random()
    if fate < 0.6:
        return change(driver, user, page, dice)
    if fate < 0.8 and isinstance(page, PolicyPage):
        others = [p.pk for p in driver.policies() if dice.random() < 0.2]
        made = new_interpretation(driver, user, page, dice, others)
    else:
        made = new_policy(driver, user, driver.department(page), dice)
    return Answer(f"{user.username} writes a new page", made is not None)


def meddle(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Any act of the desk on any set or release, by anybody."""
    policy = _document(page)
    releases = list(Release.objects.order_by("pk"))
    acts = ["submit", "emergency", "join", "repeal", "migrate", "look"]
    if releases:
        acts += ["decide", "decide", "take back", "resume"]
    act = dice.choice(acts)
    if act == "submit":
        return _submit(driver, user, policy, dice)
    if act == "emergency":
        return desk.emergency(driver, user, policy)
    if act == "join":
        ids = [department.pk for department in driver.departments if dice.random() < 0.5]
        return desk.join(driver, user, policy, ids)
    if act == "repeal":
        made = desk.repeal(driver, user, policy)
        return Answer(f"{user.username} begins a repeal of {policy.pk}", made is not None)
    if act == "migrate":
        ids = [other.pk for other in driver.policies() if dice.random() < 0.3]
        return desk.migrate(driver, user, dice.choice(driver.departments), ids)
    if act == "look":
        return _open(driver, user, policy, releases, dice)
    return _on_release(driver, user, dice.choice(releases), act, dice)


def _document(page: Page) -> PolicyPage:
    page = page.specific
    return page.get_parent().specific if isinstance(page, InterpretationPage) else page


def _submit(driver: Driver, user, policy: PolicyPage, dice: random.Random) -> Answer:
    """A submission of any kind, of any of its pages, with any documents beside it."""
    kind = dice.choice(ReleaseKind.values)
    submission = {}
    if rule(kind).chooses:
        pages = candidates(policy, kind)
        submission["pages"] = [page.pk for page in pages if dice.random() < 0.8]
    if dice.random() < 0.3:
        others = [other.pk for other in driver.policies() if other.pk != policy.pk]
        submission["further"] = dice.sample(others, min(len(others), 2))
    submission["exempt"] = dice.random() < 0.2
    if dice.random() < 0.2:
        submission["when"] = timezone.now() + timedelta(minutes=dice.choice([-5, 0, 90, 9000]))
    return desk.submit(driver, user, policy, kind, dice, **submission)


def _on_release(driver: Driver, user, release: Release, act: str, dice: random.Random) -> Answer:
    if act == "take back":
        return desk.take_back(driver, user, release)
    if act == "resume":
        return desk.resume(driver, user, release)
    step = dice.choice(list(release.steps.order_by("position")) or [None])
    return desk.decide(driver, user, release, dice.choice(["approve", "return", "x"]), step)


def _open(driver: Driver, user, policy: PolicyPage, releases: list, dice: random.Random) -> Answer:
    """Look at one of the desk's own pages."""
    pages = [("set", policy.pk), ("submit", policy.pk), ("ledger", policy.pk)]
    pages += [("emergency", policy.pk), ("ledger_export", policy.pk), ("emergencies",), ("index",)]
    pages += [("act", policy.pk, kind) for kind in ReleaseKind.values] + [("deputies",)]
    pages += [("detail", release.pk) for release in releases]
    name, *args = dice.choice(pages)
    url = reverse(f"releases:{name}", args=args)
    return driver.ask(user, lambda client: client.get(url), f"{user.username} opens {url}")


def people(driver: Driver, dice: random.Random) -> Answer:
    """Somebody leaves, changes groups, or appoints a deputy."""
    user = driver.person(dice)
    fate = dice.choice(["leave", "groups", "deputy", "deputy", "staff"])
    if fate == "leave":
        User.objects.filter(pk=user.pk).update(is_active=not user.is_active)
    elif fate == "groups":
        groups = [group for group in Group.objects.order_by("pk") if dice.random() < 0.3]
        user.groups.set(groups)
    elif fate == "deputy":
        return _deputize(driver, user, dice)
    else:
        driver.staff()
    return Answer(f"{fate}: {user.username}", True)


def _deputize(driver: Driver, user, dice: random.Random) -> Answer:
    deputy, today = driver.named(dice.choice(sorted(PEOPLE))), timezone.localdate()
    data = {
        "principal": user.pk,
        "deputy": deputy.pk,
        "starts": today - timedelta(days=dice.choice([0, 0, 1])),
        "ends": today + timedelta(days=dice.choice([0, 5])),
    }
    what = f"{user.username} appoints {deputy.username}"
    return driver.post(user, reverse("releases:deputies"), data, what)
