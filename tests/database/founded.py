"""The database that every test finds: migrated, with this code's triggers, and founded.

Migrating takes 20 seconds and depends on little: it is done once for a fingerprint of that
and kept. What the rest of the code shapes (permissions, triggers, the founded site) is made
anew by every worker, so that no kept file can hide a change of it.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.database.copies import PostgresCopies, SqliteCopies
from tests.factories import setup_world

UNFOUNDED, FOUNDED = "unfounded", "founded"
KEPT = settings.VAR_DIR / "test-databases"


def make_database():
    """Make the test database and both copies; return what puts them back."""
    name = connection.creation._get_test_db_name()
    copies = SqliteCopies(name, KEPT) if connection.vendor == "sqlite" else PostgresCopies(name)
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    _spare(connection.settings_dict["OPTIONS"])
    copies.begin(fingerprint(), migrate)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    copies.keep(UNFOUNDED)
    setup_world()
    copies.keep(FOUNDED)
    return copies


def _spare(options: dict[str, Any]) -> None:
    """Let the database do nothing for a power cut, which no test makes, nor for long statements.

    SQLite keeps what it made of a statement, triggers included: of 2,000 instead of 128.
    """
    if connection.vendor == "sqlite":
        options["init_command"] += "PRAGMA synchronous=OFF;"
        options["cached_statements"] = 2000
    else:
        options["options"] += " -c jit=off"


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)


def fingerprint() -> str:
    """Hexadecimal digits of all that migrating reads: migrations, settings and frameworks."""
    digest = hashlib.sha256()
    for text in (connection.vendor, django.__version__, wagtail.__version__, sys.version):
        digest.update(text.encode())
    for path in sorted(_files()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> Iterator[Path]:
    """The migrations of every installed app with their data, the settings, and what starts one."""
    migrations = MigrationLoader(None).disk_migrations.values()
    modules = {Path(sys.modules[one.__module__].__file__) for one in migrations}
    yield from modules
    for folder in {module.parent for module in modules}:
        yield from folder.glob("*.txt")
    for name, module in sys.modules.items():
        if name.startswith("config.") or name == __name__:
            yield Path(module.__file__)
