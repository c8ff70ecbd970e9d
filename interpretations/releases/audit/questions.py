"""Questions over whole tables, which are the same every time: built once, asked in plain SQL.

Building one of them costs Django many times what a small database needs for the answer, and the
audit follows every test. Answers are as the database has them: a doctored value is no error.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Question = Callable[[], QuerySet[Any, Any]]


def ask(question: Question) -> list[tuple[Any, ...]]:
    """Return the rows of a question, a function of a module; its columns by `values_list`."""
    with connection.cursor() as cursor:
        cursor.execute(*_built(question, connection.vendor))
        return cursor.fetchall()


@cache
def _built(question: Question, vendor: str) -> tuple[str, tuple[Any, ...]]:
    return question().query.sql_with_params()
