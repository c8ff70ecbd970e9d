"""What administrators look after: to anybody else one of its numbers is like one that never was.

Wagtail asks for the row first and for the right afterwards, and so tells which numbers there are.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import Http404
from django.urls import ResolverMatch
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import (
    collection_permission_policy,
    site_permission_policy,
    task_permission_policy,
    workflow_permission_policy,
)

ACTIONS = ("add", "change", "delete", "view")
# Namespace of the addresses -> who may look after the rows: any of these is enough.
POLICIES = {
    "wagtailadmin_collections": (collection_permission_policy,),
    "wagtailadmin_workflows": (workflow_permission_policy, task_permission_policy),
    "wagtailsites": (site_permission_policy,),
    "wagtailusers_groups": (ModelPermissionPolicy(Group),),
    "wagtailusers_users": (ModelPermissionPolicy(get_user_model()),),
}


def refuse_unmanaged(user: Any, match: ResolverMatch) -> None:
    """Answer 404 to a row of these for whoever may look after none of them."""
    policies = POLICIES.get(match.namespace, ())
    if not policies or not match.kwargs:
        return
    if not any(policy.user_has_any_permission(user, ACTIONS) for policy in policies):
        raise Http404
