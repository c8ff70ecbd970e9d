"""The tests' settings as Wagtail comes: its own search, its own workflow, none of our doors."""

from config.settings.test import *  # noqa: F403
from config.settings.test import CACHES, INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [
    "benchmarks.stock.apps.UnguardedConfig" if app == "interpretations" else app
    for app in INSTALLED_APPS
]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("interpretations.")]
CACHES["default"].pop("KEY_FUNCTION")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True
