"""Addresses with plausible ids filled in, for doors that name no page of their own."""

import re

from django.contrib.auth.models import Group
from wagtail.models import Collection, Revision, Site

from tests.doors.discovery import walk

CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
NOT_OURS = re.compile(r"failwhale|test404|\^\.\*|password_reset/confirm|logout|snippets|snippetch")


def filled(town, state):
    """Name -> address for everything under /admin/ whose ids we can fill in."""
    page = town.page(state)
    ids = {
        "page_id": page.pk, "parent_page_id": page.pk, "page_to_move_id": page.pk,
        "page_pk": page.pk, "destination_id": town.world.department.pk,
        "image_id": town.images[state].pk, "document_id": town.documents[state].pk,
        "doc_id": town.documents[state].pk, "uploaded_file_id": 1, "redirect_id": 1,
        "collection_id": Collection.objects.get(name=town.world.department.title).pk,
        "revision_id": Revision.objects.for_instance(page).order_by("pk").first().pk,
        "content_type_app_name": "interpretations", "content_type_model_name": "policypage",
        "app_label": "interpretations", "model_name": "policypage", "app_name": "home",
        "object_id": page.pk, "session_id": 999999, "filter_spec": "width-100",
        "workflow_pk": town.workflow.pk, "task_id": town.task.pk, "workflow_state_id": 1,
        "task_state_id": 1, "action_name": "approve", "action": "publish", "pk": page.pk,
    }  # fmt: skip
    return {
        name or pattern: "/" + _fill(pattern, name, ids, town)
        for pattern, name, _view in walk()
        if pattern.startswith("admin/") and not NOT_OURS.search(pattern)
    }


def _fill(pattern, name, ids, town):
    own = {
        "wagtailusers_users": town.world.drafter.pk,
        "wagtailusers_groups": Group.objects.get(name="部门负责人").pk,
        "wagtailsites": Site.objects.get().pk,
        "wagtailadmin_collections": ids["collection_id"],
        "wagtailadmin_workflows": town.workflow.pk,
        "wagtailsettings": 1,
        "wagtailimages_chooser": ids["image_id"],
        "wagtaildocs_chooser": ids["document_id"],
        "wagtailadmin_api:images": ids["image_id"],
        "wagtailadmin_api:documents": ids["document_id"],
        "releases": 1,
    }
    here = dict(ids)
    for namespace, pk in own.items():
        if name.startswith(namespace + ":"):
            here["pk"] = pk
    if name.startswith("wagtailsettings"):
        here["model_name"] = "siteidentity"
    if "tag_model" in name:
        here |= {"app_name": "interpretations", "model_name": "keyword"}
    if "compare" in name:
        return f"admin/pages/{ids['page_id']}/revisions/compare/earliest...latest/"
    address = CONVERTER.sub(lambda match: str(here.get(match.group(2), 1)), pattern)
    return address.replace("^", "").replace("$", "")
