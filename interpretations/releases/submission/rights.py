"""Who may bring a set before its reviewers, and who may act without waiting for them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from interpretations.models import PolicyPage


def may_submit(policy: PolicyPage, user: Any) -> bool:
    """Whoever may edit the document may submit its set."""
    return user.is_active and policy.permissions_for_user(user).can_edit()


def may_act_in_emergency(user: Any) -> bool:
    """The permission is all it takes: who may edit the set does not matter now.

    It has to be given to the person or to a group: being superuser changes nothing (P4).
    """
    given = Permission.objects.filter(
        Q(group__user=user.pk) | Q(user=user.pk),
        content_type__app_label="interpretations",
        codename="emergency_release",
    )
    return user.is_active and given.exists()
