"""The database by `DATABASE_URL`: SQLite in WAL mode unless told otherwise."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# synchronous: a power cut must not forget an acknowledged release (docs/snapshot.md, Crash).
# recursive_triggers: a row that REPLACE pushes out meets the guard's DELETE triggers.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA recursive_triggers=ON;"
    "PRAGMA busy_timeout=20000;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-16000;"
)
# jit: compiling a search among 200,000 pages takes longer than the search itself.
POSTGRESQL_SETTINGS = (
    "-c idle_in_transaction_session_timeout=60000 -c lock_timeout=20000 -c jit=off"
)
# A host that takes nothing, or goes away without a word, holds nobody for longer: to connect, and
# until sent bytes are acknowledged or one who is silent answers that he is there (libpq). Seconds,
# but `tcp_user_timeout` in milliseconds; `DATABASE_URL` may say otherwise.
POSTGRESQL_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30000,
}
SCHEMES = ("postgres", "postgresql", "psql", "pgsql", "sqlite")
FORM = "DATABASE_URL 写得不对，应当像 postgres://用户:密码@主机:5432/库名；不用 PostgreSQL 就不写"


def database(env: environ.Env, sqlite_path: Path) -> dict[str, Any]:
    """Return Django's settings of one database; an empty `DATABASE_URL` means SQLite."""
    url = env("DATABASE_URL", default="")
    if not url:
        # A fresh clone has no var/ yet; where it cannot be made, opening the file says so.
        with suppress(OSError):
            sqlite_path.parent.mkdir(parents=True, exist_ok=True)
            # SQLite itself would let everybody read it; what it keeps beside it has the same mode.
            sqlite_path.touch(mode=0o600)
    config = _config(env, url or f"sqlite:///{sqlite_path}")
    config["CONN_MAX_AGE"] = 60
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        # A file, not memory: live-server threads must not share one connection.
        config["TEST"] = {"NAME": str(Path(config["NAME"]).with_name("test.sqlite3.tmp"))}
    else:
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {
            **POSTGRESQL_PATIENCE,
            **config.get("OPTIONS", {}),
            "options": POSTGRESQL_SETTINGS,
        }
    return config


def _config(env: environ.Env, url: str) -> dict[str, Any]:
    """Understand the address of a database; raises `ImproperlyConfigured` without repeating it."""
    if url.partition("://")[0] not in SCHEMES:
        raise ImproperlyConfigured(FORM)
    try:
        config = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(FORM) from error
    if not config["NAME"]:
        raise ImproperlyConfigured(FORM)
    return config
