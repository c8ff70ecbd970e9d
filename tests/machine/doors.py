"""Wagtail's doors, tried on any page, file, person or list by anybody (docs/doors.md)."""

import random

from wagtail.models import Page

from media.models import SiteDocument, SiteImage
from tests.doors.objects import OBJECT_TRIES
from tests.doors.sweep import filled
from tests.doors.tries import GROUPS, Try
from tests.machine.driver import Answer, Driver

HERE = "here"


class Doorstep:
    """The town as `tests.doors` wants to see it, around one page, picture and paper."""

    def __init__(self, driver: Driver, page: Page, dice: random.Random) -> None:
        self.world, self.group = driver.world, driver.group
        self.workflow, self.task = driver.workflow, driver.task
        self.target = page
        self.images = {HERE: _any(SiteImage, dice)}
        self.documents = {HERE: _any(SiteDocument, dice)}
        self.policies = {HERE: page.pk}

    def page(self, state: str, kind: str = "policy") -> Page:
        return self.target


def _any(model, dice: random.Random):
    return dice.choice(list(model.objects.order_by("pk")))


def knock(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Post to one of the doors of a page."""
    town = Doorstep(driver, page, dice)
    return _send(driver, user, dice.choice(_of_page(town, page, dice)), page)


def _of_page(town: Doorstep, page: Page, dice: random.Random) -> list[Try]:
    return list(GROUPS[dice.choice(sorted(GROUPS))](town, page))


def knock_beside(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Post to a door to files, people, places or lists."""
    town = Doorstep(driver, page, dice)
    tries = list(OBJECT_TRIES[dice.choice(sorted(OBJECT_TRIES))](town, HERE))
    return _send(driver, user, dice.choice(tries), page)


def wander(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Open any address of the desk."""
    name, address = dice.choice(sorted(filled(Doorstep(driver, page, dice), HERE).items()))
    what = f"{user.username} opens {name} of {page.pk}"
    return driver.ask(user, lambda client: client.get(address), what)


def _send(driver: Driver, user, attempt: Try, page: Page) -> Answer:
    return driver.ask(user, attempt.send, f"{user.username} tries {attempt.door} on {page.pk}")
