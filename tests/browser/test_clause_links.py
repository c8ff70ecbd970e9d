"""解读的条款 in the browser: proposed while one writes; by mouse, by keys, without scripts."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from wagtail.rich_text import RichText

from interpretations.models.clause_fields import NO, OPEN, YES, name_of
from interpretations.models.clause_links import Link
from interpretations.models.pieces import PARAGRAPH_KEY
from tests.factories import make_interpretation
from tests.linking.sets import citing, document, draft, identity, links_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def policy(world):
    return document(world)


@pytest.fixture
def page(world, policy):
    """A draft that quotes 第三条."""
    return citing(world, policy)


@pytest.fixture
def link(policy):
    return Link("key_points", policy.pk, identity(policy, "第三条"))


def answer(link, value):
    return f"input[name='{name_of(link)}'][value={value}]"


def opened(person, world, page):
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")


def test_clauses_are_proposed_while_one_writes(person, world, policy):
    page = make_interpretation(policy, world.drafter)
    opened(person, world, page)

    person.write_rich_text("goals", "第二条说的补助由财政部门拨付。")

    proposed = Link("goals", policy.pk, identity(policy, "第二条"))
    assert person.find(answer(proposed, OPEN)).is_selected()
    person.sees("已按现在的文字重新列出。")


def test_a_choice_that_was_made_stays_while_one_goes_on_writing(person, world, policy, page, link):
    opened(person, world, page)
    person.press(answer(link, NO))

    person.write_rich_text("goals", "第二条说的补助由财政部门拨付。")

    person.find(answer(Link("goals", policy.pk, identity(policy, "第二条")), OPEN))
    assert person.find(answer(link, NO)).is_selected()


def test_a_link_is_confirmed_by_keys_alone(person, world, page, link):
    opened(person, world, page)
    person.find(answer(link, OPEN))

    tab_into(person, name_of(link))
    keys(person, Keys.ARROW_DOWN)  # of a group the last one was taken: round to the first
    assert person.find(answer(link, YES)).is_selected()
    person.tab_to("保存草稿")
    keys(person, Keys.ENTER)

    person.wait_for(lambda: links_of(page) == [link])


def test_a_link_is_confirmed_without_scripts(person, world, policy, link):
    body = [("text", RichText("<p>还要带身份证。</p>"))]
    page = citing(world, policy, body=body)
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    before = draft(page)
    opened(person, world, page)

    person.press(answer(link, YES))
    person.press_words("保存草稿")

    person.wait_for(lambda: links_of(page) == [link])
    after = draft(page)
    assert PARAGRAPH_KEY.sub("", after.key_points) == before.key_points
    assert after.body == before.body


def test_the_panel_fits_a_phone(person, world, page, link):
    person.phone()
    opened(person, world, page)

    field = person.find(answer(link, YES))

    assert not person.overflows()
    assert field.rect["x"] + field.rect["width"] <= 390


def keys(person, *pressed):
    for key in pressed:
        ActionChains(person.driver).send_keys(key).perform()


def tab_into(person, name):
    """Reach the choice of this name by Tab."""
    for _ in range(400):
        keys(person, Keys.TAB)
        if person.driver.switch_to.active_element.get_attribute("name") == name:
            return
    raise AssertionError(f"the Tab key never reached {name!r}")
