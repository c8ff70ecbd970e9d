"""How each door is tried on a page: what stock Wagtail would need to be moved by it."""

import json
from dataclasses import dataclass, field

from django.urls import reverse
from wagtail.models import Page, Revision

from interpretations.models import InterpretationPage, PolicyPage
from tests.doors.forms import interpretation_form, page_form, policy_form

PAGES = "wagtailadmin_pages:"


@dataclass
class Try:
    """One request to one door."""

    door: str
    url: str
    data: dict = field(default_factory=dict)
    query: str = ""
    as_json: bool = False
    headers: dict = field(default_factory=dict)

    def send(self, client):
        url = f"{self.url}?{self.query}" if self.query else self.url
        if self.as_json:
            return client.post(
                url, json.dumps(self.data), content_type="application/json", headers=self.headers
            )
        return client.post(url, self.data, headers=self.headers)


AUTOSAVE = {"accept": "application/json"}
EDITOR_KEYS = {
    "plain": {},
    "action-publish": {"action-publish": "action-publish"},
    "action-submit": {"action-submit": "action-submit"},
    "action-restart-workflow": {"action-restart-workflow": "1"},
    "action-cancel-workflow": {"action-cancel-workflow": "1"},
    "action-workflow-action": {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": '{"update": false}',
    },
    "dates": {
        "action-publish": "1",
        "go_live_at": "2020-01-01 00:00",
        "expire_at": "2020-01-02 00:00",
    },
    "slug": {"slug": "anderswo", "live": "on"},
    "overwrite nonsense": {"overwrite_revision_id": "abc"},
}


def _page(name, page, *more):
    return reverse(PAGES + name, args=[page.pk, *more])


def editor_tries(town, page):
    url = _page("edit", page)
    for name, keys in EDITOR_KEYS.items():
        yield Try(f"edit {name}", url, page_form(page) | keys)
    pinned = page.latest_revision_id
    yield Try("edit overwrite", url, page_form(page) | {"overwrite_revision_id": str(pinned)})
    yield Try("autosave", url, page_form(page), headers=AUTOSAVE)
    autosave = page_form(page) | {"overwrite_revision_id": str(pinned)}
    yield Try("autosave overwrite", url, autosave, headers=AUTOSAVE)
    oldest = Revision.objects.for_instance(page).order_by("pk").first()
    revert = _page("revisions_revert", page, oldest.pk)
    yield Try("revert", revert, page_form(page))
    yield Try("revert publish", revert, page_form(page) | {"action-publish": "1"})
    yield Try("preview", _page("preview_on_edit", page), page_form(page))


def adding_tries(town, page):
    """New pages under this page, or beside it."""
    model = InterpretationPage if isinstance(page, PolicyPage) else PolicyPage
    form = interpretation_form() if model is InterpretationPage else policy_form()
    parent = page.pk if model is InterpretationPage else town.world.department.pk
    args = [model._meta.app_label, model._meta.model_name, parent]
    for name in ("plain", "action-publish", "action-submit", "dates", "slug"):
        yield Try(f"add {name}", reverse(PAGES + "add", args=args), form | EDITOR_KEYS[name])
    yield Try("add autosave", reverse(PAGES + "add", args=args), form, headers=AUTOSAVE)
    yield Try("add preview", reverse(PAGES + "preview_on_add", args=args), form)


def single_tries(town, page):
    other = town.world.other_department
    revision = Revision.objects.for_instance(page).order_by("pk").first()
    copying = {
        "new_title": "复制",
        "new_slug": f"kopie-{page.pk}",
        "new_parent_page": page.get_parent().pk,
        "copy_subpages": "on",
    }
    yield Try("unpublish", _page("unpublish", page), {"include_descendants": "on"})
    yield Try("convert_alias", _page("convert_alias", page))
    yield Try("move", _page("move", page), {"new_parent_page": other.pk})
    yield Try("move_confirm", _page("move_confirm", page, other.pk))
    yield Try("set_page_position", _page("set_page_position", page), query="position=0")
    yield Try("copy", _page("copy", page), copying)
    yield Try("copy live", _page("copy", page), copying | {"publish_copies": "on"})
    yield Try("copy alias", _page("copy", page), copying | {"alias": "on"})
    for kind in ("login", "password", "groups"):
        data = {"restriction_type": kind, "password": "x", "groups": [town.group.pk]}
        yield Try(f"privacy {kind}", _page("set_privacy", page), data)
    yield Try("lock", _page("lock", page))
    yield Try("unlock", _page("unlock", page))
    yield Try("unschedule", _page("revisions_unschedule", page, revision.pk))
    yield Try("revision view", _page("revisions_view", page, revision.pk))
    for name in ("workflow_action", "collect_workflow_action_data"):
        yield Try(name, _page(name, page, "approve", 1), {"action": "approve"})
    yield Try("workflow remove", reverse("wagtailadmin_workflows:remove", args=[page.pk]))
    yield Try("explore", reverse("wagtailadmin_explore", args=[page.pk]))
    yield Try("explore results", reverse("wagtailadmin_explore_results", args=[page.pk]))
    ping = ["wagtailcore", "page", page.pk, 999999]
    yield Try("ping", reverse("wagtailadmin_editing_sessions:ping", args=ping))
    yield Try("delete", _page("delete", page))


def bulk_tries(town, page):
    parent = page.get_parent()
    for action in ("publish", "unpublish", "delete", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        data = {"include_descendants": "on", "chooser": town.world.other_department.pk}
        yield Try(f"bulk {action}", url, data, query=f"id={page.pk}")
        yield Try(f"bulk {action} all", url, data, query=f"id=all&childOf={parent.pk}")


def api_tries(town, page):
    revision = Revision.objects.for_instance(page).order_by("pk").first()
    data = {
        "convert_alias": {},
        "copy": {"keep_live": True, "recursive": True, "slug": f"api-{page.pk}"},
        "copy_for_translation": {"locale": "en", "alias": True, "copy_parents": True},
        "create_alias": {"recursive": True, "update_slug": f"alias-{page.pk}"},
        "delete": {},
        "move": {"destination_page_id": town.world.other_department.pk},
        "publish": {},
        "revert_to_page_revision": {"revision_id": revision.pk},
        "unpublish": {"recursive": True},
    }
    for action, body in data.items():
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        yield Try(f"api {action}", url, body, as_json=True)


GROUPS = {
    "editor": editor_tries,
    "adding": adding_tries,
    "single": single_tries,
    "bulk": bulk_tries,
    "api": api_tries,
}
# What a draft allows on purpose to whoever may write it.
DRAFT_MAY = {"delete", "bulk delete", "bulk delete all", "api delete"}


def tries_on(town, page: Page, group):
    return list(GROUPS[group](town, page))
