"""The commands of this site say in one line what is wrong with the machine, and end with 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from media.trouble import sentence_of


class OneLineCommand(BaseCommand):
    """A command whose database may be away and whose disk may be full."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (Error, OSError) as error:
            if sentence := sentence_of(error):
                raise CommandError(sentence) from error
            raise
