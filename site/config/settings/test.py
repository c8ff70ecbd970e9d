"""Settings of the tests: like production where it matters, quick where it does not."""

import os
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, env

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Storms of readers come from one address; tests/attacks/test_rates.py sets figures of its own.
RATES = {}

# One scratch folder for a test run; the parent makes it, its worker processes share it.
_SCRATCH = Path(os.environ.setdefault("TEST_SCRATCH", tempfile.mkdtemp(prefix="policy-test-")))
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
MEDIA_ROOT = _SCRATCH / _WORKER / "media"
MEDIA_WORK_ROOT = _SCRATCH / _WORKER / "work"
MEDIA_ORIGINALS_ROOT = _SCRATCH / _WORKER / "originals"
# Tests of folders ask for them (the fixture `editions`).
EDITIONS_ROOT = env("EDITIONS_ROOT", default="")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
