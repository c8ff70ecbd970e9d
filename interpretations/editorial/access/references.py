"""Which of the rows that a draft names its writer may see by own right (P7).

A file that is public in another department's set is not enough: naming freezes it.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page

from interpretations.editorial.access.pages import (
    FILE_ACTIONS,
    files_visible_to,
    pages_visible_to,
)
from interpretations.models.guard.references import Target
from media.models import Recording, SiteDocument, SiteImage
from media.permissions import permission_policy as recording_policy
from media.row_numbers import is_row_number


def recordings_visible_to(user: Any) -> QuerySet:
    """Films and sounds of the collections in which the user may do anything."""
    return recording_policy.instances_user_has_any_permission_for(user, FILE_ACTIONS)


# What has an owner; topics and forms are everybody's, charts and captions whoever says the same.
VISIBLE: dict[type[Model], Callable[[Any], QuerySet]] = {
    Page: pages_visible_to,
    SiteImage: lambda user: files_visible_to(user, SiteImage),
    SiteDocument: lambda user: files_visible_to(user, SiteDocument),
    Recording: recordings_visible_to,
}


def unseen_among(user: Any, targets: set[Target]) -> set[Target]:
    """Return the targets that the user may not see, with one query for each table."""
    keys = defaultdict(set)
    for type_id, key in targets:
        keys[type_id].add(key)
    return {
        (type_id, key) for type_id in keys for key in _unseen_keys(user, type_id, keys[type_id])
    }


def _unseen_keys(user: Any, type_id: int, keys: set[str]) -> set[str]:
    model = ContentType.objects.get_for_id(type_id).model_class()
    if model not in VISIBLE:
        return set()
    numbers = [int(key) for key in keys if is_row_number(key)]
    seen = VISIBLE[model](user).filter(pk__in=numbers).values_list("pk", flat=True)
    return keys - {str(pk) for pk in seen}
