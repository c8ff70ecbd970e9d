"""An empty database beside that of the tests, for a site of its own."""

from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection


@contextmanager
def empty_database(name):
    """Give its `DATABASE_URL`: nothing on SQLite, where a site makes its own file."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    server = settings.DATABASES["default"]
    person = f"{quote(server['USER'])}:{quote(server['PASSWORD'])}"
    yield f"postgres://{person}@{server['HOST']}:{server['PORT']}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
