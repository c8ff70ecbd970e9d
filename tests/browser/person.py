"""What a person does in the browser: open, type, press, read."""

from django.conf import settings
from django.test import Client
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.factories import PASSWORD

PATIENCE = 20  # seconds; a busy machine is slow, a broken page is slower


class Person:
    """Drives one browser in the words of a story."""

    def __init__(self, driver, base):
        self.driver = driver
        self.base = base

    def open(self, path):
        self.driver.get(f"{self.base}{path}")

    def sign_in(self, user):
        """Log in at the form; whoever was there before is gone."""
        self.driver.delete_all_cookies()
        self.open("/admin/login/")
        self.type("[name=username]", user.username)
        self.type("[name=password]", PASSWORD)
        self.press("button[type=submit]")
        self.wait_for(lambda: "/login/" not in self.driver.current_url)

    def enter(self, user):
        """Be logged in from the next page on; whoever was there before is gone."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.base}
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.execute_cdp_cmd("Network.setCookie", cookie)

    def find(self, selector):
        return self.wait_for(
            lambda: next(
                (e for e in self.driver.find_elements(By.CSS_SELECTOR, selector)
                 if e.is_displayed()), None,
            )
        )  # fmt: skip

    def type(self, selector, text):
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def choose(self, selector, text):
        Select(self.find(selector)).select_by_visible_text(text)

    def press(self, selector):
        element = self.find(selector)
        self.driver.execute_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
        )
        element.click()

    def press_words(self, words):
        """Press the first visible link or button that says exactly this."""
        self.wait_for(lambda: self._clicked(words))

    def _clicked(self, words):
        for element in self.driver.find_elements(By.CSS_SELECTOR, "a, button, [role=option]"):
            if element.is_displayed() and element.text.strip() == words:
                self.driver.execute_script(
                    "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
                )
                element.click()
                return True
        return False

    def write_rich_text(self, name, text):
        """Type into the rich text field of this name; it stores what was typed a moment later."""
        editor = self.find(f"[data-contentpath='{name}'] .public-DraftEditor-content")
        self.driver.execute_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", editor
        )
        editor.click()
        editor.send_keys(text)
        stored = f"[data-contentpath='{name}'] input[type=hidden]"
        self.wait_for(
            lambda: any(
                text in (field.get_attribute("value") or "")
                for field in self.driver.find_elements(By.CSS_SELECTOR, stored)
            )
        )

    def sees(self, words):
        """Wait until the page says this."""
        return self.wait_for(lambda: words in self.text())

    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def tab_to(self, words, limit=400):
        """Reach a control by the Tab key alone and return it."""
        for _ in range(limit):
            # Sent to the page: keys that are sent to a file's own field are taken for a path.
            ActionChains(self.driver).send_keys(Keys.TAB).perform()
            focused = self.driver.switch_to.active_element
            if focused.text.strip() == words:
                return focused
        raise AssertionError(f"the Tab key never reached {words!r}")

    def phone(self):
        """Look from a phone of 390 pixels."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
        )

    def overflows(self):
        """Tell whether the page is wider than the screen."""
        return self.driver.execute_script(
            "return document.documentElement.scrollWidth > innerWidth + 1"
        )

    def wait_for(self, look):
        return WebDriverWait(
            self.driver, PATIENCE, ignored_exceptions=[StaleElementReferenceException]
        ).until(lambda _driver: look())
