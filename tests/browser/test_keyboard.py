"""A set goes from draft to public without a mouse: submitted, agreed to, its time set, signed."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import PolicyPage, Release
from interpretations.models.kinds import ReleaseState
from tests.factories import PASSWORD, make_set, submit_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEN = """
    const one = document.activeElement, box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return inside && marked;
"""


def enter(person, user):
    """Sign in as somebody else by keys alone."""
    person.driver.delete_all_cookies()
    person.open("/admin/login/")
    person.find("[name=username]")
    keys(person, user.username, Keys.TAB, PASSWORD, Keys.ENTER)
    person.wait_for(lambda: "/login/" not in person.driver.current_url)


def keys(person, *pressed):
    for key in pressed:
        ActionChains(person.driver).send_keys(key).perform()


def press(person, words):
    """Reach a link or button by Tab, see that it is marked and in sight, and press Enter."""
    person.tab_to(words)
    person.wait_for(lambda: person.driver.execute_script(SEEN))
    keys(person, Keys.ENTER)


def tab_into(person, name):
    """Reach the field of this name by Tab."""
    for _ in range(200):
        keys(person, Keys.TAB)
        focused = person.driver.switch_to.active_element
        if focused.get_attribute("name") == name:
            person.wait_for(lambda: person.driver.execute_script(SEEN))
            return focused
    raise AssertionError(f"the Tab key never reached {name!r}")


def test_a_set_is_submitted_agreed_to_and_signed_without_a_mouse(person, world):
    policy = make_set(world)
    submit(person, world, policy)
    agree(person, world, policy)
    set_the_time_and_sign(person, world, policy)

    assert Release.objects.get().state == ReleaseState.RELEASED
    assert PolicyPage.objects.get(pk=policy.pk).live


def submit(person, world, policy):
    enter(person, world.drafter)
    person.open(f"/admin/pages/{policy.pk}/edit/")
    press(person, "送审这组内容…")
    person.sees("谁来审")
    press(person, "送审这组内容")
    person.sees("已送审。现在由部门负责人处理")


def agree(person, world, policy):
    enter(person, world.leader)
    press(person, policy.title)
    tab_into(person, "opinion").send_keys("同意")
    press(person, "同意，交下一步")
    person.sees("已同意，交给下一步。")


def set_the_time_and_sign(person, world, policy):
    enter(person, world.editor)
    press(person, policy.title)
    person.sees("定生效时间")
    tab_into(person, "when")
    keys(person, Keys.ARROW_DOWN)
    tab_into(person, "scheduled_for").send_keys("2027-03-04 09:00", Keys.ESCAPE)
    press(person, "定下这个时间")
    person.sees("生效时间已定：2027年3月4日 09:00")
    tab_into(person, "when")
    keys(person, Keys.ARROW_UP)
    press(person, "定下这个时间")
    person.sees("生效时间已定：审完就发")
    tab_into(person, "opinion").send_keys("同意")
    press(person, "签发：立即与解读同时发布")
    person.sees("已发布：文件和解读同时公开了。")
    assert not person.driver.find_elements(By.CSS_SELECTOR, ".help-critical")


CONTRAST = """
    const light = (rgb) => rgb.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
        .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
    const words = document.querySelector(arguments[0]);
    let ground = words;
    while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') {
        ground = ground.parentElement;
    }
    const both = [light(getComputedStyle(words).color),
                  light(getComputedStyle(ground).backgroundColor)];
    return (Math.max(...both) + .05) / (Math.min(...both) + .05);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_desk_warns_of_is_readable_by_day_and_by_night(person, world, scheme):
    release = submit_set(world, make_set(world))
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    person.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    person.enter(world.drafter)

    person.open(f"/admin/releases/sets/{release.policy_id}/")
    person.find(".desk-warning")

    for selector in (".desk-warning", ".desk-meta", ".desk-set a, .listing a"):
        assert person.driver.execute_script(CONTRAST, selector) >= 4.5, selector
