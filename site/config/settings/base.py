"""Settings that hold everywhere; what differs lives in dev, test and production."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.databases import database
from config.settings.environment import Environment
from config.settings.headers import *  # noqa: F403
from config.settings.rates import rates
from config.settings.store import store
from config.settings.uploads import limits
from media.examine.types import ATTACHMENT, PICTURE, endings_for

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"
env = Environment()

INSTALLED_APPS = [
    "accounts",
    "media",
    "search",
    "interpretations",
    "home",
    "operations",
    "accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operations.request_id.RequestIdMiddleware",
    "operations.metrics.middleware.ResponseTimeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.answers.ResourcePolicyMiddleware",
    "config.answers.DeskIsNotKeptMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.answers.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Before any page is looked for.
    "config.rates.RatesMiddleware",
    # Encloses routing, view, rendering and the 404 page: one response, one snapshot (P1).
    "interpretations.reading.snapshot.PublicReadMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Examines uploads before the next one opens a transaction.
    "media.intake.ahead.IntakeMiddleware",
    # Cleans what is written, before every form.
    "media.intake.characters.CharactersMiddleware",
    # Refuses by default any unsafe admin request on a page it must not touch (P2, P3).
    "interpretations.editorial.guard.middleware.EditorialGuardMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "config.refusals.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Tags that read what only the reading side knows.
            "libraries": {"card_tags": "interpretations.reading.card_tags"},
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "interpretations.reading.snapshot.edition",
            ],
        },
    }
]

DATABASES = {"default": database(env, VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        # Room for the cards of an edition (interpretations.reading.cards), some 20 MB.
        **env.cache_url("CACHE_URL", default="locmemcache://?max_entries=10000"),
        # No reader of an older edition refills what a newer one reads (docs/snapshot.md, trap 4).
        "KEY_FUNCTION": "interpretations.reading.snapshot.edition_key",
    },
    # Whole answers of lists and searches (interpretations.reading.answers): 20 MB at most.
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 1200},
        "KEY_FUNCTION": "interpretations.reading.snapshot.edition_key",
    },
    # Renditions are immutable files: they outlive an edition.
    "renditions": env.cache_url("CACHE_URL", default="locmemcache://renditions"),
    # Who asked how often: without CACHE_URL each web process counts for itself.
    "rates": env.cache_url("CACHE_URL", default="locmemcache://rates?max_entries=20000"),
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who has to wait is not asked for a password
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Guessing passwords (docs/decisions/0060-signing-in.md). Counted in the database, so for all web
# processes together, and for one account from one address: nobody locks out a whole office.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "accounts.signing_in.AccountsAndAddresses"
# So many accounts may fail at one address within that time: whole offices sit behind one.
SIGN_IN_NAMES_PER_ADDRESS = env.int("SIGN_IN_NAMES_PER_ADDRESS", default=30)
# Trying again while waiting does not make it longer; signing in forgets the failures.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
# Who signed in and who could not, kept as long as other records (operations.tidy).
AXES_DISABLE_ACCESS_LOG = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 100_000
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.counted_address"
AXES_LOCKOUT_CALLABLE = "accounts.signing_in.too_many"
# How often searches, API and forms may be used; counted by `config.rates`.
RATES = rates(env)
# Addresses or networks of proxies that say truly where a request came from, comma-separated.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# Addresses or networks that may read /metrics, comma-separated; without one there is no such page.
METRICS_FROM = env.list("METRICS_FROM", default=[])
# Who is told by mail that a nightly task failed; who is sent the end of the ledger every day.
OPERATORS = env.list("OPERATORS", default=[])
LEDGER_WITNESSES = env.list("LEDGER_WITNESSES", default=[])
# How long records of what happened are kept before the nightly tidying may forget them, in days;
# the Cybersecurity Law, article 21, asks for six months.
RECORDS_KEPT_DAYS = env.int("RECORDS_KEPT_DAYS", default=400)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.zone("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# What `collectstatic` gathers; in a container it is part of the image.
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_STORE = store(env, VAR_DIR)
MEDIA_ROOT = MEDIA_STORE / "media"
# Never served: what is being worked on, and what people uploaded before it was cleaned.
MEDIA_WORK_ROOT = VAR_DIR / "work"
MEDIA_ORIGINALS_ROOT = MEDIA_STORE / "originals"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "media.storage.PrivateStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Public answers as files, one folder an edition (docs/editions.md); on the disk of MEDIA_ROOT, so
# that released files can stand there too. Empty: every answer is made by the application.
EDITIONS_ROOT = env("EDITIONS_ROOT", default=str(VAR_DIR / "editions"))
# Bytes that written answers may take; what comes after is answered by the application.
EDITIONS_BUDGET = env.int("EDITIONS_BUDGET_MB", default=4096) * 1024**2
# nginx's log of what it sent, as the JSON of deploy/nginx.conf or `combined`: what is read most is
# made first. Empty: counted by the application alone.
EDITIONS_ACCESS_LOG = env("EDITIONS_ACCESS_LOG", default="")
# The internal location of deploy/nginx.conf ("/stored/"); empty: Django sends files itself.
MEDIA_ACCEL_LOCATION = env("MEDIA_ACCEL_LOCATION", default="")
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOADS = limits(env)
# The longest film or sound that is taken, in minutes.
RECORDING_MINUTES = env.int("RECORDING_MINUTES", default=60)
# Bytes that uploads of films leave free on the disk.
RECORDING_DISK_RESERVE = env.int("RECORDING_DISK_RESERVE_MB", default=2048) * 1024**2
# Bytes that are to be free where this site writes: with fewer it cannot work, or not for long.
DISK_FREE_LEAST = env.int("DISK_FREE_LEAST_MB", default=256) * 1024**2
DISK_FREE_LOW = env.int("DISK_FREE_LOW_MB", default=2048) * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

BASE_URL = env("BASE_URL", default="http://localhost:8000").rstrip("/")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a mail host that hangs must not hold a request
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

WAGTAIL_SITE_NAME = env("SITE_NAME", default="九江市政策文件库")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.DeskLoginForm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = UPLOADS.frame_pixels
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOADS.picture_bytes
WAGTAILIMAGES_EXTENSIONS = endings_for(PICTURE)
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.KeepingDocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.KeepingImageForm"
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = endings_for(ATTACHMENT)
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOADS.attachment_bytes
# The desk searches titles with LIKE: finds Chinese, writes no index inside a release.
# The public has its own index, written by releases (the app `search`).
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database.fallback", "AUTO_UPDATE": False}
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "interpretations.editorial.rich_text.DeskRichTextArea",
        "OPTIONS": {"features": ["h3", "h4", "bold", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 50
WAGTAIL_USAGE_COUNT_ENABLED = True

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Only `demo` uses it; without it a password is made and printed once.
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")

# The shortest time between now and a wished time; what came due longer ago waits for a person;
# how long before its time the files of a release are read.
RELEASE_MINIMUM_LEAD_SECONDS = env.int("RELEASE_MINIMUM_LEAD_SECONDS", default=60)
RELEASE_OVERDUE_HOURS = env.int("RELEASE_OVERDUE_HOURS", default=12)
RELEASE_FILE_CHECK_SECONDS = env.int("RELEASE_FILE_CHECK_SECONDS", default=30)

# Lines for a person, or JSON for a program; neither repeats what is somebody's (operations.logs).
LOG_FORMAT = env("LOG_FORMAT", default="plain")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "operations.logs.PlainLines"},
        "json": {"()": "operations.logs.JsonLines"},
    },
    "filters": {"told elsewhere": {"()": "operations.logs.ToldElsewhere"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "interpretations": {"level": "INFO"},
        "operations": {"level": "INFO"},
        # Django's own handlers would write a second line, and mail.
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"filters": ["told elsewhere"]},
        # Names and addresses in every line; what matters of it is said by accounts.signing_in.
        "axes": {"level": "ERROR"},
    },
}
