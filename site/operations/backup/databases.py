"""The database as one file: written from a snapshot, put in place of an empty one.

SQLite: a copy through its backup interface. PostgreSQL: `pg_dump` of the snapshot that the
transaction exports. What stood there before is put aside, never deleted.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import Error, connection, connections

from operations.backup.manifest import BadBackup
from operations.backup.programs import run

# Lines of the ledger after the one with this hash, of a database that was put aside.
LATER = (
    "SELECT at, event, data FROM {table} WHERE id >"
    " COALESCE((SELECT id FROM {table} WHERE hash = {hash}), 0) ORDER BY id"
)
LEDGER = "interpretations_ledgerentry"
ASIDE = "before_"  # schemas of PostgreSQL with what stood there before a restore
Line = tuple[Any, str, Any]


class Database(Protocol):
    """One kind of database: its file in a backup, and how it gets there and back."""

    file: str

    @property
    def home(self) -> Path:
        """The folder in which what is put aside can stand without being copied."""

    def save(self, path: Path) -> None:
        """Write the state of the running snapshot; `BadBackup` where it is damaged."""

    def is_empty(self) -> bool:
        """Tell whether nothing would be lost."""

    def put_aside(self, folder: Path, label: str) -> None:
        """Keep what is there: in this folder, or under this label; all of it, or nothing."""

    def put_back(self, folder: Path, label: str) -> None:
        """Undo `put_aside`."""

    def place_of(self, folder: Path, label: str) -> str:
        """Say to a person where what is put aside lies."""

    def load(self, path: Path) -> None:
        """Put a saved state in the place that is empty now: all of it, or nothing."""

    def later_lines(self, folder: Path, label: str, head: str) -> Iterator[Line]:
        """Yield the ledger's lines after `head` in what was put aside, if it has a ledger.

        Raises `Error` where it cannot be read.
        """


class Sqlite:
    """A file; those beside it (`-wal`, `-shm`) belong to it."""

    file = "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    @property
    def home(self) -> Path:
        return self.path.parent

    def save(self, path: Path) -> None:
        with connection.wrap_database_errors, closing(sqlite3.connect(path)) as target:
            # Inside the transaction of this connection: the pages of its snapshot.
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            ((answer,),) = target.execute("PRAGMA quick_check(1)").fetchall()
        if answer != "ok":
            raise BadBackup(f"数据库没有通过核对（{answer}）。请停下服务，从以前的备份恢复。")

    def is_empty(self) -> bool:
        if not self.path.exists():
            return True
        try:
            return not connection.introspection.table_names()
        except Error:
            return False  # damaged: it may be all that there is

    def put_aside(self, folder: Path, label: str) -> None:
        try:
            self._move(self.path.parent, folder)
        except OSError:
            self.put_back(folder, label)
            raise

    def put_back(self, folder: Path, label: str) -> None:
        self._move(folder, self.path.parent)

    def place_of(self, folder: Path, label: str) -> str:
        return str(folder)

    def load(self, path: Path) -> None:
        connections.close_all()
        unfinished = self.path.with_name(f"{self.path.name}.restoring")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with (
            connection.wrap_database_errors,
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(unfinished)) as into,
        ):
            source.backup(into)
        for beside in ("-wal", "-shm"):  # of the empty one
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        os.replace(unfinished, self.path)

    def later_lines(self, folder: Path, label: str, head: str) -> Iterator[Line]:
        copy = folder / self.path.name
        if not copy.exists():
            return
        with connection.wrap_database_errors, closing(sqlite3.connect(copy)) as aside:
            known = aside.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [LEDGER])
            if known.fetchall():
                yield from aside.execute(LATER.format(table=LEDGER, hash="?"), [head]).fetchall()

    def _move(self, source: Path, target: Path) -> None:
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.replace(source / (self.path.name + ending), target / (self.path.name + ending))


class Postgresql:
    """A schema; the role of the site owns its database and needs no right beyond it."""

    file = "database.dump"

    @property
    def home(self) -> Path:
        return Path(settings.VAR_DIR)

    def save(self, path: Path) -> None:
        with connection.cursor() as cursor:
            # This transaction waits for `pg_dump` as long as that takes.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        # Without what an earlier restore put aside.
        chosen = ("--format=custom", f"--snapshot={snapshot}", "--schema=public")
        run("pg_dump", *chosen, f"--file={path}")
        run("pg_restore", "--list", "--file=/dev/null", str(path))

    def is_empty(self) -> bool:
        return not connection.introspection.table_names()

    def put_aside(self, folder: Path, label: str) -> None:
        self._do(f'ALTER SCHEMA public RENAME TO "{ASIDE}{label}"', "CREATE SCHEMA public")

    def put_back(self, folder: Path, label: str) -> None:
        self._do("DROP SCHEMA public CASCADE", f'ALTER SCHEMA "{ASIDE}{label}" RENAME TO public')

    def place_of(self, folder: Path, label: str) -> str:
        return f"PostgreSQL 的 schema {ASIDE}{label}"

    def load(self, path: Path) -> None:
        connections.close_all()
        whole = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        # What is in the schema: the schema itself is there.
        run(
            "pg_restore",
            *whole,
            "--schema=public",
            f"--dbname={connection.settings_dict['NAME']}",
            str(path),
        )

    def later_lines(self, folder: Path, label: str, head: str) -> Iterator[Line]:
        table = f'"{ASIDE}{label}".{LEDGER}'
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone() != (None,):
                cursor.execute(LATER.format(table=table, hash="%s"), [head])
                yield from cursor.fetchall()

    def _do(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(";".join(statements))


def of_this_site() -> Database:
    """Return the kind of database that this site has."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()
