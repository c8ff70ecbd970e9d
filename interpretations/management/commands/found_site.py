"""The former name of `setup_site`, kept for scripts that call it."""

from interpretations.management.commands.setup_site import Command

__all__ = ["Command"]
