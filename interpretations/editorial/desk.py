"""The desk: what is my turn, what became of what I submitted, and the way to submit."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

from interpretations.editorial.turn import turn_of
from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.models.kinds import OPEN_STATES
from interpretations.models.managed import ManagedPage
from interpretations.releases.decide import may_decide

NEWEST = 8
PUBLISHING_ITEMS = frozenset(
    {"action-publish", "action-submit", "action-unpublish", "action-restart-workflow"}
)


class DeskPanel(Component):
    """First on the admin's home: whose turn, since when (LOOK.md, The desk)."""

    name = "releases"
    template_name = "interpretations/admin/desk_panel.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"request": request, "mine": _mine(request.user), "own": _own(request.user)}


def _mine(user: Any) -> list[tuple[Release, Any]]:
    """Releases that this person may decide now, longest waiting first."""
    ids = may_decide(user).values("release")
    found = Release.objects.filter(pk__in=ids).prefetch_related("steps").order_by("submitted_at")
    return [(release, turn_of(release)) for release in found]


def _own(user: Any) -> list[tuple[Release, Any]]:
    """What this person submitted: open ones, and the newest that ended."""
    found = Release.objects.filter(submitted_by=user).prefetch_related("steps").order_by("-pk")
    kept = [r for r in found[:50] if r.state in OPEN_STATES][:NEWEST]
    kept += [r for r in found[:50] if r.state not in OPEN_STATES][: NEWEST - len(kept)]
    return [(release, turn_of(release)) for release in kept]


class SubmitSetMenuItem(ActionMenuItem):
    """送审 in the footer of both editors; leads to the page that lists the members."""

    name = "action-submit-set"
    label = _("送审这组内容…")
    icon_name = "check"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and _may_submit_from(page) and not page.open_release_id

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("releases:submit", args=[policy_of(parent_context["page"]).pk])


def _may_submit_from(page: Any) -> bool:
    """Only sets that are not public yet; later kinds of release bring their own entries."""
    return isinstance(page, ManagedPage) and not policy_of(page).live


def policy_of(page: ManagedPage) -> PolicyPage:
    """Return the document whose set a page belongs to."""
    return page.policy if isinstance(page, InterpretationPage) else page


def without_publishing(menu_items: list[Any], request: HttpRequest, context: dict) -> None:
    """Leave saving and submitting in the editors of managed pages; nothing publishes there."""
    page = context.get("page")
    parent = context.get("parent_page")
    if isinstance(page, ManagedPage) or isinstance(parent, ManagedPage) or _library(parent):
        menu_items[:] = [item for item in menu_items if item.name not in PUBLISHING_ITEMS]


def _library(parent: Any) -> bool:
    return parent is not None and PolicyPage in type(parent.specific).allowed_subpage_models()
