"""Every address of the admin that names a page, a set or a release, with real ids filled in."""

import re

from django.urls import reverse
from wagtail.models import Revision

from tests.doors.discovery import walk

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
NAMES_A_PAGE = {
    "page_id", "parent_page_id", "page_to_move_id", "page_pk", "policy_id", "set_id", "item_id",
    "revision_id", "object_id",
}  # fmt: skip
OF_RELEASE = re.compile(r"^admin/releases/<int:pk>/")
OF_PAGE_API = re.compile(r"^admin/api/main/pages/<int:pk>/")


def named_addresses(page, release, kind="first"):
    """Yield name and address for all that name this page, its set, or its release."""
    policy = page if hasattr(page, "doc_number") else page.get_parent()
    item = release.items.first() if release else None
    ids = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk"), page.pk)
    ids |= {
        "policy_id": policy.pk,
        "set_id": policy.pk,
        "object_id": page.pk,
        "item_id": item.pk if item else 0,
        "revision_id": Revision.objects.for_instance(page).order_by("pk").first().pk,
        "destination_id": policy.get_parent().pk,
        "content_type_app_name": "interpretations",
        "content_type_model_name": "interpretationpage",
        "app_label": "interpretations",
        "model_name": page._meta.model_name,
        "kind": kind,
        "action": "publish",
        "action_name": "approve",
    }
    for pattern, name, _view in walk():
        names = set(CONVERTER.findall(pattern))
        if OF_RELEASE.match(pattern) and release:
            yield name, _filled(pattern, {**ids, "pk": release.pk})
        elif OF_PAGE_API.match(pattern):
            yield name, _filled(pattern, {**ids, "pk": page.pk})
        elif pattern.startswith("admin/") and names & NAMES_A_PAGE and "snippets" not in pattern:
            yield name, _filled(pattern, ids)
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    yield "compare", compare


def _filled(pattern, ids):
    address = CONVERTER.sub(lambda match: str(ids.get(match.group(1), 1)), pattern)
    return "/" + re.sub(r"[\^$]", "", address)


def listing_addresses(page, title):
    """Yield name and address for lists, choosers and searches that could name this page."""
    parent = page.get_parent().pk
    yield "home", "/admin/"
    yield "explorer", f"/admin/pages/{parent}/"
    yield "explorer search", f"/admin/pages/{parent}/?q={title}&search_all=1"
    yield "explorer results", f"/admin/pages/{parent}/results/"
    yield "search", f"/admin/pages/search/?q={title}"
    yield "search results", f"/admin/pages/search/results/?q={title}"
    yield "chooser", f"/admin/choose-page/{parent}/"
    yield "chooser search", f"/admin/choose-page/search/?q={title}"
    yield "chosen", f"/admin/choose-page/chosen-multiple/?id={page.pk}"
    yield "api list", "/admin/api/main/pages/?limit=50"
    yield "api search", f"/admin/api/main/pages/?search={title}"
    yield "api children", f"/admin/api/main/pages/?child_of={parent}&for_explorer=1"
    yield "type use", f"/admin/pages/usage/interpretations/{page._meta.model_name}/"
    yield "history", "/admin/reports/site-history/"
    yield "types", "/admin/reports/page-types-usage/"
    yield "bulk", f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}"
    yield "releases", "/admin/releases/"
    yield "releases found", "/admin/releases/results/"
    yield "emergencies", f"/admin/releases/emergencies/?q={title}"
    yield "further", f"/admin/releases/submit/{parent}/?with={page.pk}"
