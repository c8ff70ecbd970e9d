"""Running PostgreSQL's own programs: no password on a command line, one sentence when they fail."""

import errno
import os
import subprocess

from django.db import connection

from media.examine import room

# What psycopg is told -> what the programs read.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


class ProgramFailed(Exception):
    """A program of PostgreSQL did not do it, or is not there; says so in one sentence."""


def run(program: str, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` on the site's database.

    Raises `ProgramFailed`, or `OSError` with ENOSPC where the disk is full.
    """
    told = connection.get_connection_params()
    environment = {name: str(told[key]) for key, name in VARIABLES.items() if told.get(key)}
    try:
        ended = subprocess.run(
            [program, *arguments], env={**os.environ, **environment}, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise ProgramFailed(f"没有安装 {program}（postgresql-client）。") from error
    if ended.returncode:
        if room.is_said(ended.stderr):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        said = next((line for line in ended.stderr.splitlines() if line.strip()), "")
        raise ProgramFailed(f"{program} 没有做完：{said.strip()}")
