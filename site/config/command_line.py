"""Any command of `manage.py`, Django's own too: a machine at fault is one line, exit code 1."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error

from media.trouble import sentence_of


def run(argv: list[str]) -> None:
    """Run one command and end with its code."""
    try:
        execute_from_command_line(argv)
    except ImproperlyConfigured as error:
        # There are no settings, and no translations.
        sys.exit(f"设置不对：{error}")
    except (Error, OSError) as error:
        if sentence := sentence_of(error):
            sys.exit(sentence)
        raise
