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


@pytest.fixture
def chromium():
    """A fresh headless browser of 1280 by 1400 pixels."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_window_size(1280, 1400)
    yield driver
    driver.quit()


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
    driver = item.funcargs.get("chromium") if hasattr(item, "funcargs") else None
    if driver and call.when == "call" and outcome.get_result().failed:
        folder = settings.VAR_DIR / "stories"
        folder.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(folder / f"{item.name}.png"))
