"""The tests' settings as Wagtail comes: its own search, its own workflow, none of our doors."""

from config.settings.test import *  # noqa: F403
from config.settings.test import BASE_DIR, CACHES, INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS = [
    "benchmarks.stock.apps.UnguardedConfig" if app == "interpretations" else app
    for app in INSTALLED_APPS
]
OURS = ("interpretations.", "config.rates.")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(OURS)]
ROOT_URLCONF = "benchmarks.stock.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "benchmarks" / "stock" / "templates"]
TEMPLATES[0]["OPTIONS"]["context_processors"].remove("interpretations.reading.snapshot.edition")
CACHES["default"].pop("KEY_FUNCTION")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True
