"""How far a long command is, in one line of a terminal; a file or a pipe gets nothing."""

from django.core.management.base import OutputWrapper


def show(out: OutputWrapper, done: int, total: int) -> None:
    """Write `done/total` over what stood there before."""
    if out.isatty():
        out.write(f"\r{done}/{total}", ending="\n" if done == total else "")
        out.flush()
