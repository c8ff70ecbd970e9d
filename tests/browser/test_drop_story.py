"""A drafter's story: two Word files in, a set submitted."""

import time

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage, PolicyPage, Release, clauses_of
from interpretations.models.clause_links import Link
from tests.drafting.numbered import MAKERS
from tests.editorial.drops import BODY, EXPLAINED, FOOT, HEAD, NUMBER, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 15
DROP = """
const data = new DataTransfer();
for (const [name, text] of arguments[0]) data.items.add(new File([text], name));
const form = document.querySelector("[data-drop]");
for (const type of ["dragover", "drop"])
  form.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
"""
SEEN = """
const place = arguments[0].getBoundingClientRect();
return place.top >= 0 && place.bottom <= window.innerHeight;
"""


class Counted:
    """Counts what a person presses; choosing in a list is two clicks."""

    def __init__(self, person):
        self.person, self.clicks = person, 0

    def press(self, words):
        self.clicks += 1
        self.person.press_words(words)

    def pick(self, selector):
        self.clicks += 1
        self.person.press(selector)

    def type(self, name, text):
        self.clicks += 1
        self.person.type(f"[name={name}]", text)

    def choose(self, name, text):
        self.clicks += 2
        self.person.choose(f"[name={name}]", text)


@pytest.fixture
def files(tmp_path):
    """The document with numbers that Word makes, and its interpretation, by their paths."""
    written = {
        "关于电梯安全的通知.docx": [*HEAD, *BODY, *FOOT],
        "解读.docx": [*EXPLAINED.split("\n"), "二、明确责任", "电梯坏了先找物业。"],
    }
    for name, lines in written.items():
        (tmp_path / name).write_bytes(MAKERS["direct"](lines))
    return [str(tmp_path / name) for name in written]


def test_two_files_become_a_set_that_is_submitted_with_few_clicks(person, world, files):
    began = time.process_time()
    person.enter(world.drafter)
    counted = Counted(person)
    person.open("/admin/")

    counted.clicks += 2  # the dialog of the system
    person.find("#drop-files").send_keys("\n".join(files))
    counted.press("看看认出了什么")
    person.sees("第 2 段：“九府办发〔2026〕31号”")
    assert person.find("[name=f0-doc_number]").get_attribute("value") == NUMBER
    counted.type("f0-doc_number", "九府办发〔2026〕32号")
    counted.choose("f0-topic", "综合政务")
    counted.type("f0-plan_outline", "谁负责，多久查一次。")
    counted.type("f1-summary", "小区电梯坏了，物业要管。")
    counted.type("f1-interpreter", "市住建局")
    counted.press("起草这一组")
    person.sees("已起草文件和 1 份解读")
    counted.press(f"《{TITLE}》政策解读")
    person.sees("标题相同：")
    counted.pick("input[name^='clause:'][value=yes]")
    counted.press("保存草稿")
    person.wait_for(lambda: links() != [])
    counted.press("送审这组内容…")
    person.sees("可以送审")
    counted.press("送审这组内容")
    person.sees("已送审。")

    (link,) = links()
    document = PolicyPage.objects.get(pk=link.policy).get_latest_revision_as_object()
    assert "明确责任" in {one.identity: one for one in clauses_of(document)}[link.clause].heading
    assert Release.objects.get().items.count() == 2
    assert PolicyPage.objects.get().draft_title == TITLE
    assert counted.clicks <= MOST_CLICKS
    assert time.process_time() - began < 120


def links():
    """What the interpretation's newest draft explains."""
    page = InterpretationPage.objects.get().get_latest_revision_as_object()
    return list(Link.read(page.clause_links))


def test_files_are_dropped_onto_the_page(person, world):
    person.enter(world.drafter)
    person.open("/admin/")
    person.find("[data-drop]")

    person.driver.execute_script(DROP, [["电梯.txt", "\n".join([*HEAD, *BODY, *FOOT])]])

    person.sees("2 条款")
    assert person.find("[name=f0-title]").get_attribute("value") == TITLE


def test_a_drop_that_is_refused_is_told_on_the_page(person, world):
    person.enter(world.drafter)
    person.open("/admin/")

    person.press_words("看看认出了什么")

    person.sees("还没有选文件。")


def test_a_set_is_drafted_by_keys_alone(person, world, files):
    person.enter(world.drafter)
    person.open("/admin/")
    person.find("#drop-files").send_keys("\n".join(files))

    tab_past_the_files(person, "看看认出了什么").send_keys(Keys.ENTER)
    person.sees("从文件里认出来的")
    person.tab_to("起草这一组").send_keys(Keys.ENTER)

    person.sees("已起草文件和 1 份解读")
    assert InterpretationPage.objects.count() == 1


def tab_past_the_files(person, words):
    """Reach a control by Tab; what is sent to a field of files itself is taken for their names."""
    for _ in range(100):
        ActionChains(person.driver).send_keys(Keys.TAB).perform()
        focused = person.driver.switch_to.active_element
        if focused.text.strip() == words:
            return focused
    raise AssertionError(f"the Tab key never reached {words!r}")


def test_the_screen_fits_a_phone(person, world, files):
    person.phone()
    person.enter(world.drafter)
    person.open("/admin/")
    assert not person.overflows()
    person.find("#drop-files").send_keys("\n".join(files))
    person.press_words("看看认出了什么")
    person.sees("从文件里认出来的")

    assert not person.overflows()


def test_without_javascript_it_is_an_ordinary_form(person, world, files):
    person.enter(world.drafter)
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open("/admin/releases/drops/")
    person.driver.find_element(By.ID, "drop-files").send_keys("\n".join(files))
    person.driver.find_element(By.CSS_SELECTOR, "[data-drop] button").click()
    person.sees("从文件里认出来的")
    person.press_words("起草这一组")

    person.sees("送审这组内容…")
    assert InterpretationPage.objects.get().get_parent().specific == PolicyPage.objects.get()


def test_a_field_leads_to_its_place_in_the_file_and_back(person, world, files):
    person.enter(world.drafter)
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open("/admin/releases/drops/")
    person.driver.find_element(By.ID, "drop-files").send_keys("\n".join(files))
    person.driver.find_element(By.CSS_SELECTOR, "[data-drop] button").click()
    person.sees("从文件里认出来的")

    person.find('a[href="#place-f0-p2"]').send_keys(Keys.ENTER)
    place = person.find(":target")
    assert place.text.endswith(NUMBER)
    assert person.driver.execute_script(SEEN, place)

    place.find_element(By.CSS_SELECTOR, "a").send_keys(Keys.ENTER)
    assert person.find(":target").get_attribute("name") == "f0-doc_number"


def test_files_are_exchanged_on_the_screen(person, world, files, tmp_path):
    person.phone()
    person.enter(world.drafter)
    person.open("/admin/")
    person.find("#drop-files").send_keys(files[1])
    person.press_words("看看认出了什么")
    person.sees("没有和它的文件一起放进来")
    person.type("[name=f0-summary]", "电梯有人管。")

    person.find("#drop-files").send_keys(files[0])
    person.press_words("再放进来")
    person.sees("2 条款")

    assert person.find("[name=f0-summary]").get_attribute("value") == "电梯有人管。"
    assert not person.overflows()
    person.find('a[href="#place-f1-p2"]').send_keys(Keys.ENTER)
    person.wait_for(lambda: person.driver.execute_script(SEEN, person.find(":target")))
