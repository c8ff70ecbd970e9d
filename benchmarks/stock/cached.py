"""Wagtail with wagtail-cache in its own process's memory, as its documentation sets it up."""

import os

from benchmarks.stock.settings import *  # noqa: F403
from benchmarks.stock.settings import INSTALLED_APPS, MIDDLEWARE

os.environ.setdefault("BYTES", "/dev/null")
os.environ.setdefault("HEADERS", "{}")
INSTALLED_APPS = [*INSTALLED_APPS, "wagtailcache"]
MIDDLEWARE = [
    "wagtailcache.cache.UpdateCacheMiddleware",
    *(name for name in MIDDLEWARE if not name.startswith(("axes.", "media."))),
    "wagtailcache.cache.FetchFromCacheMiddleware",
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
          "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # fmt: skip
ROOT_URLCONF = "benchmarks.stock.bytes"
ALLOWED_HOSTS = ["*"]
