"""Deleting from a tree is whole or not at all.

Treebeard counts the children of a parent anew before it deletes one, each statement by itself: a
refusal in between left wrong counts behind (docs/doors.md, point 9).
"""

from django.db import transaction
from treebeard.mp_tree import MP_NodeQuerySet


def connect() -> None:
    """Put the deletion of a queryset of any tree into a transaction; called once."""
    MP_NodeQuerySet.delete = transaction.atomic(MP_NodeQuerySet.delete)
