"""A drafter pastes a table, sees the chart, saves; with a file, and by the keyboard alone."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from interpretations.models import InterpretationPage
from tests.charts.tables import EMPLOYMENT, WAYS, chart
from tests.factories import make_interpretation, make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(person, world):
    """The editor of an interpretation that holds one chart, open before its drafter."""
    page = make_interpretation(make_policy(world), world.drafter, body=[chart(WAYS)])
    person.enter(world.drafter)
    person.open(f"/admin/pages/{page.pk}/edit/")
    person.find(".chart-panel__preview svg")
    return person, page


def paste(person, text):
    """Put a text into the field as pasting does; typing a tab would leave the field."""
    person.driver.execute_script(
        "const f = document.querySelector('[name$=\"-data\"]'); f.value = arguments[0];"
        "f.dispatchEvent(new Event('input', {bubbles: true}));",
        text,
    )


def latest_chart(page):
    page = InterpretationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return page.body[0].value


def test_a_drafter_pastes_a_table_sees_the_chart_and_saves(editor):
    person, page = editor

    paste(person, EMPLOYMENT)
    person.sees("建议：柱形图。")
    person.wait_for(lambda: person.find(".chart-panel__preview .chart--column"))
    person.press("[data-chart-name='2025年']")
    person.wait_for(lambda: person.find("[data-chart-name='2025年'][aria-pressed=true]"))
    person.press("[data-chart-kind=line]")
    person.find(".chart-panel__preview .chart--line")
    person.press_words("保存草稿")
    person.wait_for(lambda: latest_chart(page)["kind"] == "line")

    value = latest_chart(page)
    assert value["drawing"].kind == "line"
    assert value["data"].splitlines() == EMPLOYMENT.splitlines()
    assert value["highlight"] == "2025年"


def test_a_bad_cell_is_named_while_the_drafter_looks(editor):
    person, _page = editor

    paste(person, EMPLOYMENT.replace("7.9", "12O"))

    person.sees("第3行“新增就业”的“12O”不是数字。")
    assert "12O" in person.find(".chart-panel__refused").text
    assert not person.driver.find_elements(By.CSS_SELECTOR, ".chart-panel__preview svg")


def test_a_csv_file_in_the_encoding_of_old_spreadsheets_is_read(editor, tmp_path):
    person, _page = editor
    file = tmp_path / "就业.csv"
    file.write_bytes(EMPLOYMENT.replace("\t", ",").encode("gb18030"))

    person.driver.find_element(By.CSS_SELECTOR, "[data-chart-file]").send_keys(str(file))

    person.sees("建议：柱形图。")
    field = person.driver.find_element(By.CSS_SELECTOR, '[name$="-data"]')
    assert "新增就业（万人）" in field.get_attribute("value")


def test_a_table_from_a_web_page_is_pasted_as_a_table(editor):
    person, _page = editor
    html = "<table><tr><td>项</td><td>数</td></tr><tr><td>甲</td><td>7</td></tr></table>"

    person.driver.execute_script(
        "const f = document.querySelector('[name$=\"-data\"]'); f.value = '';"
        "const d = new DataTransfer(); d.setData('text/html', arguments[0]);"
        "d.setData('text/plain', '项 数 甲 7');"
        "const how = {clipboardData: d, bubbles: true, cancelable: true};"
        "f.dispatchEvent(new ClipboardEvent('paste', how));",
        html,
    )

    field = person.driver.find_element(By.CSS_SELECTOR, '[name$="-data"]')
    assert field.get_attribute("value") == "项\t数\n甲\t7"


def test_the_kind_is_chosen_by_the_keyboard_alone(editor):
    person, _page = editor
    person.press('[name$="-data"]')

    keys = ActionChains(person.driver)  # through the file field, to which Selenium sends names
    for _stop in range(30):
        keys.send_keys(Keys.TAB).perform()
        if person.driver.switch_to.active_element.get_attribute("data-chart-kind") == "pie":
            break
    keys.send_keys(Keys.SPACE).perform()

    person.find(".chart-panel__preview .chart--pie")
    focused = person.driver.switch_to.active_element
    assert focused.get_attribute("data-chart-kind") == "pie"


def test_the_page_shows_the_chart_without_scripts_and_without_complaint(person, world):
    page = make_interpretation(make_policy(world), world.drafter, body=[chart(EMPLOYMENT)])
    person.enter(world.admin)
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})

    person.open(f"/admin/pages/{page.pk}/view_draft/")

    assert person.find(".chart__wide svg").size["width"] > 500
    person.driver.get_log("browser")
    person.phone()
    person.driver.refresh()
    assert person.find(".chart__narrow svg").size["height"] > 200
    complaints = [entry["message"] for entry in person.driver.get_log("browser")]
    assert not [complaint for complaint in complaints if "Content Security Policy" in complaint]


def test_a_session_that_ended_is_told_and_no_old_chart_stays(editor):
    person, _page = editor
    person.driver.delete_cookie("sessionid")

    paste(person, EMPLOYMENT)

    person.sees("您已经退出登录，这一步没有做。请在新窗口登录，再回到这里继续。")
    assert not person.driver.find_elements("css selector", ".chart-panel__preview")
