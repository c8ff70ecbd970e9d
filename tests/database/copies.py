"""Copies of the test database as it stands: kept under a name, put back in a moment.

SQLite copies pages through its backup interface: threads that have the file open see one more
writer. PostgreSQL copies rows (a database from a template takes seconds on a busy disk).
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections, transaction

from interpretations.guard import triggers
from tests.database.kept import KeptFile, take_turns


class SqliteCopies:
    """Copies in files beside the test database, whose path is `name`."""

    def __init__(self, name: str, kept: Path):
        self._path = Path(name)
        self._kept = KeptFile(kept)

    def begin(self, fingerprint: str, migrate) -> None:
        """Make the test database as `migrate` leaves it, or as it left an earlier one."""
        self.remove()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with take_turns(self._kept.folder):
            if content := self._kept.read(fingerprint):
                self._path.write_bytes(content)
                return
            migrate()
            self._save(self._copy("migrated"))
            self._kept.write(fingerprint, self._copy("migrated").read_bytes())

    def keep(self, label: str) -> None:
        self._save(self._copy(label))

    def put_back(self, label: str) -> None:
        with closing(sqlite3.connect(self._copy(label))) as source:
            connection.ensure_connection()
            source.backup(connection.connection)

    def copy_to(self, label: str, path: Path) -> None:
        """Give another process a database of its own."""
        shutil.copy(self._copy(label), path)

    def remove(self) -> None:
        connections.close_all()
        self._path.unlink(missing_ok=True)
        for beside in self._path.parent.glob(f"{self._path.name}[-.]*"):
            beside.unlink()

    def _copy(self, label: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{label}")

    def _save(self, path: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


class PostgresCopies:
    """The database `name`, made from a template; copies of its rows in schemas of their own."""

    # Any number; every worker of every run on this server asks for the same lock.
    LOCK = 20261127

    def __init__(self, name: str):
        self._name = name
        self._statements: dict[str, str] = {}

    def begin(self, fingerprint: str, migrate) -> None:
        """Make the test database as `migrate` leaves it, or as it left an earlier one."""
        kept = f"test_migrated_{fingerprint}"
        with self._server() as cursor:
            cursor.execute("SET lock_timeout = 0")  # the other worker migrates half a minute
            cursor.execute("SELECT pg_advisory_lock(%s)", [self.LOCK])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
            if cursor.fetchone() is None:
                self._make(cursor, self._name)
                migrate()
                connections.close_all()
                self._make(cursor, f"{kept}_new", self._name)
                cursor.execute(f'ALTER DATABASE "{kept}_new" RENAME TO "{kept}"')
            self._make(cursor, self._name, kept)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [self.LOCK])

    def keep(self, label: str) -> None:
        """Copy every row into the schema `label`; note how to get them back."""
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            cursor.execute(f'CREATE SCHEMA "{label}"')
            for table in tables:
                cursor.execute(f'CREATE TABLE "{label}"."{table}" AS TABLE "{table}"')
            statements = [f'DELETE FROM "{table}"' for table in tables]
            statements += [_fill(cursor, label, table) for table in tables]
            statements += _sequences(cursor)
        self._statements[label] = ";".join(statements)

    def put_back(self, label: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # As a replica does: without triggers and without looking at foreign keys.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(self._statements[label])
        if triggers.missing():
            triggers.install()

    def remove(self) -> None:
        with self._server() as cursor:
            cursor.execute(f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def _server(self):
        connections.close_all()
        return connection._nodb_cursor()

    def _make(self, cursor, name: str, template: str = "template0") -> None:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _fill(cursor, schema: str, table: str) -> str:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER'",
        ["public", table],
    )
    columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
    return f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{schema}"."{table}"'


def _sequences(cursor) -> list[str]:
    """Statements that set every sequence back; one that was never asked begins anew."""
    cursor.execute(
        "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL"
        " FROM pg_sequences WHERE schemaname = 'public'"
    )
    return [
        f"SELECT setval('public.{name}', {value}, {asked})"
        for name, value, asked in cursor.fetchall()
    ]
