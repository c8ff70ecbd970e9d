"""Which files whoever may act in an emergency sees: those of what they would release (P7)."""

from typing import Any

from django.db.models import Q

from interpretations.editorial.access.named import drafts_naming
from interpretations.releases.submission.rights import may_act_in_emergency


def stands_in_what_may_go_out(user: Any, instance: Any) -> bool:
    """Tell whether a file stands in a draft that this person could release at once.

    They look at each member before they act; without its pictures they would act unseen.
    """
    if not may_act_in_emergency(user):
        return False
    drafts = Q(live=False) | Q(has_unpublished_changes=True)
    return any(True for _page in drafts_naming(instance, drafts))
