"""The database by `DATABASE_URL`: SQLite in WAL mode unless told otherwise."""

from pathlib import Path
from typing import Any

import environ

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


def database(env: environ.Env, sqlite_path: Path) -> dict[str, Any]:
    """Return Django's settings of one database; an empty `DATABASE_URL` means SQLite."""
    url = env("DATABASE_URL", default="")
    config = env.db_url_config(url or f"sqlite:///{sqlite_path}")
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
            **config.get("OPTIONS", {}),
            "options": "-c idle_in_transaction_session_timeout=60000 -c lock_timeout=20000",
        }
    return config
