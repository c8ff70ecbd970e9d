"""A drafter types dates in any way: the calendar changes nothing, the server reads or asks."""

import pytest
from selenium.webdriver.common.keys import Keys

from interpretations.models import PolicyPage
from tests.factories import make_policy, make_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = {
    "date_written": "2026年11月20日",
    "date_effective": "20261121",
    "date_expires": "2026-11-31",
    "formerly_published_at": "说不准哪天",
}


def test_the_calendar_leaves_alone_what_was_typed(person, world):
    policy = make_policy(world)
    person.enter(world.drafter)
    person.open(f"/admin/pages/{policy.pk}/edit/")

    for name, text in TYPED.items():
        person.type(f"[name={name}]", text + Keys.ESCAPE + Keys.TAB)

    assert {name: person.find(f"[name={name}]").get_attribute("value") for name in TYPED} == TYPED
    person.press_words("保存草稿")
    person.sees("没有这一天，请核对。")
    assert PolicyPage.objects.get(pk=policy.pk).get_latest_revision_as_object().date_expires is None


def test_who_types_a_time_has_chosen_it(person, world):
    policy = make_set(world)
    person.enter(world.drafter)
    person.open(f"/admin/releases/submit/{policy.pk}/")

    person.type("[name=scheduled_for]", "2031-05-06 09:00" + Keys.ESCAPE)

    assert person.find("[name=when][value=later]").is_selected()
