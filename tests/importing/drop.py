"""Files of a drop, and the command over them."""

import json
from io import StringIO

from django.core.management import call_command
from django.core.management.base import CommandError


def imported(*paths, **options):
    """The lines of `import_policies --json`, and what the command ended with ('' where well)."""
    out = StringIO()
    said = ""
    try:
        call_command("import_policies", *map(str, paths), json=True, stdout=out, **options)
    except CommandError as error:
        said = str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], said


def only(*paths, **options):
    """The line of a command that has one."""
    (line,), _said = imported(*paths, **options)
    return line
