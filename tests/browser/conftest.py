"""Chromium for stories, and the watch that no request leaves the host."""

import json
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import testcases
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.person import Person

OWN_HOSTS = {"localhost", "127.0.0.1"}
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
)


# What pages may leave in a browser, beside what they loaded: that stays, as with a person.
LEFT_BY_PAGES = "cookies,local_storage,indexeddb,cache_storage,service_workers"
BROKEN_OFF = pytest.StashKey[bool]()


class Browser:
    """One Chromium for all stories; another one after a story that broke off."""

    def __init__(self):
        self._driver = None

    def fresh_tab(self, base):
        """A new tab of 1280 by 1400 pixels, with nothing that the pages of `base` left behind."""
        if self._driver is None:
            self._driver = started()
        driver = self._driver
        old = driver.window_handles
        driver.switch_to.new_window("tab")
        tab = driver.current_window_handle
        for handle in old:
            driver.switch_to.window(handle)
            driver.close()
        driver.switch_to.window(tab)
        driver.set_window_size(1280, 1400)
        left = {"origin": base, "storageTypes": LEFT_BY_PAGES}
        driver.execute_cdp_cmd("Storage.clearDataForOrigin", left)
        driver.get_log("performance")
        driver.get_log("browser")
        return driver

    def quit(self):
        if self._driver is not None:
            self._driver.quit()
            self._driver = None


def started():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@pytest.fixture(scope="session")
def browser():
    kept = Browser()
    yield kept
    kept.quit()


@pytest.fixture
def chromium(browser, live_server, request):
    """A tab of its own in the browser of all stories: no cookie, no size, no block is left."""
    yield browser.fresh_tab(live_server.url)
    if request.node.stash.get(BROKEN_OFF, False):
        browser.quit()


@pytest.fixture(scope="session")
def asks_the_site_for_files():
    """Django's live server gives out /media/ itself: without ranges, and without asking who may."""
    patch = pytest.MonkeyPatch()
    patch.setattr(testcases, "_MediaFilesHandler", lambda application: application)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def live_server(asks_the_site_for_files, live_server):
    return live_server


@pytest.fixture
def person(chromium, live_server, transactional_db, settings):
    """A person at the browser; afterwards: every request stayed on this host."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield Person(chromium, live_server.url)
    chromium.get("about:blank")  # a page that goes on asking would ask the next test's site
    assert hosts_asked(chromium) <= OWN_HOSTS


def hosts_asked(driver):
    """Hosts of all requests that the browser sent, admin included."""
    hosts = set()
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            parts = urlsplit(message["params"]["request"]["url"])
            if parts.scheme in ("http", "https", "ws", "wss"):
                hosts.add(parts.hostname)
    return hosts


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Leave a picture of what the person saw when a story broke, under var/."""
    outcome = yield
    if outcome.get_result().failed:
        item.stash[BROKEN_OFF] = True
    driver = item.funcargs.get("chromium") if hasattr(item, "funcargs") else None
    if driver and call.when == "call" and outcome.get_result().failed:
        folder = settings.VAR_DIR / "stories"
        folder.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(folder / f"{item.name}.png"))
