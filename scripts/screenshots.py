"""Takes the pictures of charts, films and of the desk in docs/screenshots/ from the demonstration.

    make run                                         (in another terminal)
    .venv/bin/python scripts/screenshots.py http://localhost:8000 PASSWORD

Each kind becomes one sheet: desktop and phone, light and dark. Needs Chromium and its driver.
"""

import io
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
SET = "/policies/zhujian/jiufubanfa-2026-31"
PUBLIC = {
    "chart": (f"{SET}/jiedu/", "[data-block=chart]"),
    "infographic": (f"{SET}/tujie/", "[data-block=infographic]"),
    "film": (f"{SET}/shipin/", "[data-block=film]"),
}
# name: which public page is edited, and what is shown of its editor
EDITORS = {
    "chart-editor": (f"{SET}/jiedu/", ".chart-panel"),
    "caption-editor": (f"{SET}/shipin/", ".captions"),
    "clause-links": (f"{SET}/jiedu/", ".clause-links"),
}
DROPPED = "关于加强电梯安全管理工作的通知.txt"
WORDS = """九江市人民政府办公室关于加强电梯安全管理工作的通知
九府办发〔2026〕88号
各县（市、区）人民政府：
为保障电梯安全，现通知如下：
一、明确责任。物业公司是住宅电梯的责任单位。
（一）每十五天保养一次。
（二）坏了的电梯，接到报修后三十分钟内到场。
二、加强检查。各地每年至少检查一次。
九江市人民政府办公室
2026年11月9日
（此件主动公开）"""
# name: who looks from which screen, at the newest release that waits for them
DESK = {
    "desk": ("leader", (1280, 1000)),
    "release": ("leader", (1280, 1000)),
    "phone-release": ("leader", (390, 844)),
}
DESKTOP, PHONE = (1100, 900), (390, 900)
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN")
GAP, GROUND = 24, "#b9b4aa"
BAR = 60  # pixels that stay free above, under the admin's own head: a heading


def main(base: str, password: str) -> None:
    """Write all sheets, saying each name."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ARGUMENTS:
        options.add_argument(argument)
    with webdriver.Chrome(options, Service(shutil.which("chromedriver"))) as driver:
        for name, (path, shown) in PUBLIC.items():
            keep(name, [look(driver, base + path, shown, size, dark)
                        for size in (DESKTOP, PHONE) for dark in (False, True)])  # fmt: skip
        for name, (who, size) in DESK.items():
            enter(driver, base, password, who)
            keep(name, [desk_of(driver, base, size, home=name == "desk")])
        enter(driver, base, password, "drafter")
        keep("drop", [drop_of(driver, base, size) for size in (DESKTOP, PHONE)])
        enter(driver, base, password, "admin")
        for name, (path, shown) in EDITORS.items():
            address = editor_of(driver, base, path)
            keep(name, [look(driver, address, shown, size, False) for size in (DESKTOP, PHONE)])


def enter(driver: WebDriver, base: str, password: str, who: str) -> None:
    driver.delete_all_cookies()
    driver.get(f"{base}/admin/login/")
    driver.find_element(By.NAME, "username").send_keys(who)
    driver.find_element(By.NAME, "password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(driver, 20).until(lambda one: "/login/" not in one.current_url)


def desk_of(driver: WebDriver, base: str, size: tuple[int, int], *, home: bool) -> Image.Image:
    """The home of whoever is signed in, or the first release that waits for them."""
    screen(driver, size, dark=False)
    driver.get(f"{base}/admin/")
    if not home:
        waiting = driver.find_element(By.CSS_SELECTOR, "section[id*=desk-mine] .listing a")
        driver.get(str(waiting.get_attribute("href")))
        decision = driver.find_element(By.CSS_SELECTOR, "form[action$='/decide/']")
        driver.execute_script("arguments[0].scrollIntoView({block: 'end'})", decision)
    time.sleep(1.5)
    return Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")


def drop_of(driver: WebDriver, base: str, size: tuple[int, int]) -> Image.Image:
    """What was recognized in a file that somebody dropped, and forgotten again."""
    screen(driver, size, dark=False)
    driver.get(f"{base}/admin/releases/drops/")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / DROPPED
        file.write_text(WORDS, encoding="utf-8")
        driver.find_element(By.ID, "drop-files").send_keys(str(file))
        driver.find_element(By.CSS_SELECTOR, "[data-drop] button").click()
        shown = (By.CSS_SELECTOR, ".desk-beside")
        WebDriverWait(driver, 60).until(lambda one: one.find_elements(*shown))
    time.sleep(1.5)
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    forget = driver.find_element(By.CSS_SELECTOR, "button[form=forget]")
    driver.execute_script("arguments[0].click()", forget)  # smooth scrolling would miss it
    wait = WebDriverWait(driver, 20)
    wait.until(lambda one: not one.find_elements(By.CSS_SELECTOR, "button[form=forget]"))
    return picture


def screen(driver: WebDriver, size: tuple[int, int], *, dark: bool) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    width, height = size
    is_phone = width < DESKTOP[0] / 2
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def editor_of(driver: WebDriver, base: str, path: str) -> str:
    """The address of a public page's editor; the API leads from a path to a number."""
    driver.get(f"{base}/api/v2/pages/find/?html_path={path}")
    number = driver.current_url.split("/pages/")[1].split("/")[0]
    return f"{base}/admin/pages/{number}/edit/"


def look(
    driver: WebDriver, address: str, shown: str, size: tuple[int, int], dark: bool
) -> Image.Image:
    """What a person sees of this part of a page."""
    screen(driver, size, dark=dark)
    driver.get(address)
    wait = WebDriverWait(driver, 20, ignored_exceptions=[NoSuchElementException])
    part = wait.until(lambda one: one.find_element(By.CSS_SELECTOR, shown))
    wait.until(lambda _one: part.is_displayed())
    above = BAR if "/admin/" in address else GAP
    # At once, and whatever it is that scrolls: the editor scrolls a part of itself, smoothly.
    where = (
        "arguments[0].style.scrollMarginTop = `${arguments[1]}px`;"
        "arguments[0].scrollIntoView({behavior: 'instant'})"
    )
    driver.execute_script(where, part, above)
    time.sleep(1.5)  # pictures that come when they are seen
    driver.execute_script(where, part, above)
    time.sleep(0.5)
    return Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")


def keep(name: str, views: list[Image.Image]) -> None:
    """Put the views side by side and write them in few colours, which is small."""
    height = max(one.height for one in views)
    sheet = Image.new("RGB", (sum(one.width + GAP for one in views) - GAP, height), GROUND)
    left = 0
    for one in views:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    sheet.quantize(128).save(FOLDER / f"{name}.png", optimize=True)
    print(name)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("用法：scripts/screenshots.py 网址 密码")
    main(*sys.argv[1:])
