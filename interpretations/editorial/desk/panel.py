"""The desk: what is my turn, what became of what I submitted, and the way to submit."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

from interpretations.editorial.access.releases import releases_visible_to
from interpretations.editorial.desk.captions_due import captions_due
from interpretations.editorial.desk.kind_words import words_of
from interpretations.editorial.desk.turn import listed, turn_of
from interpretations.importing import drops
from interpretations.importing.departments import open_to
from interpretations.models import (
    DepartmentPage,
    InterpretationPage,
    PolicyPage,
    Publication,
    Release,
)
from interpretations.models.kinds import OPEN_STATES, ReleaseKind, ReleaseState
from interpretations.models.managed import ManagedPage
from interpretations.models.people import principals_of
from interpretations.releases.review.decide import may_decide
from interpretations.releases.submission.migrate import migration_drafts
from interpretations.releases.submission.offers import first_kind
from interpretations.releases.submission.rights import may_act_in_emergency

NEWEST = 8
PUBLISHING_ITEMS = frozenset(
    {"action-publish", "action-submit", "action-unpublish", "action-restart-workflow"}
)


class DeskPanel(Component):
    """First on the admin's home: whose turn, since when (docs/look.md, The desk)."""

    name = "releases"
    template_name = "interpretations/admin/desk_panel.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        user = request.user
        return {
            "request": request,
            "csrf_token": get_token(request),  # a panel is rendered without context processors
            "departments": open_to(user),
            "waiting": drops.own(user).filter(became=None, replaces=None).count(),
            "principals": [principal.get_full_name() for principal in principals_of(user)],
            "mine": _decidable(user),
            "returned": _returned(user),
            "own": _own(user),
            "flagged": _flagged(user),
            **_captions(user),
            "joint": _joint(user),
            "historical": _historical(user),
            "may_act_in_emergency": may_act_in_emergency(user),
        }


def _decidable(user: Any) -> list[tuple[Release, Any]]:
    """Releases that this person may decide now, longest waiting first."""
    ids = may_decide(user).values("release")
    releases = listed(Release.objects.filter(pk__in=ids)).order_by("submitted_at")
    return [(release, turn_of(release)) for release in releases]


def _returned(user: Any) -> list[tuple[Release, Any]]:
    """What came back to this person, and was not submitted again since."""
    ended = listed(Release.objects.filter(submitted_by=user, state=ReleaseState.RETURNED))
    waiting = ended.filter(sent_again=False).order_by("-pk")[:NEWEST]
    return [(release, turn_of(release)) for release in waiting]


def _flagged(user: Any) -> list[tuple[Release, Any]]:
    """Emergencies that nobody else has agreed to: told to everybody who may see them."""
    flagged = listed(releases_visible_to(user).flagged().distinct())
    return [(release, turn_of(release)) for release in flagged.order_by("-pk")[:NEWEST]]


def _captions(user: Any) -> dict[str, Any]:
    """Films that are public without captions, of releases that this person may see.

    `captions`: those that are due first, each with whether this person may add them;
    `more_captions`: how many are not listed.
    """
    visible = releases_visible_to(user).values("pk")
    due = captions_due(Publication.objects.filter(item__release__in=visible))
    listed_films = [
        (film, film.page.permissions_for_user(user).can_edit()) for film in due[:NEWEST]
    ]
    return {"captions": listed_films, "more_captions": len(due) - len(listed_films)}


def _joint(user: Any) -> list[PolicyPage]:
    """Documents of other departments that this person's department drafts with them."""
    departments = DepartmentPage.objects.of(user)
    joint = PolicyPage.objects.filter(joint_departments__department__in=departments).distinct()
    return list(joint.order_by("-pk")[:NEWEST])


def _historical(user: Any) -> list[tuple[DepartmentPage, int]]:
    """Departments of this person with drafts that were public before, and how many."""
    departments = DepartmentPage.objects.of(user)
    counted = [(department, migration_drafts(department).count()) for department in departments]
    return [(department, count) for department, count in counted if count]


def _own(user: Any) -> list[tuple[Release, Any]]:
    """What this person submitted: open ones, and the newest that ended; not what came back."""
    submitted = listed(Release.objects.filter(submitted_by=user)).order_by("-pk")
    newest = list(submitted.exclude(state=ReleaseState.RETURNED, sent_again=False)[:50])
    is_open = [release for release in newest if release.state in OPEN_STATES][:NEWEST]
    ended = [release for release in newest if release.state not in OPEN_STATES]
    shown = is_open + ended[: NEWEST - len(is_open)]
    return [(release, turn_of(release)) for release in shown]


class SubmitSetMenuItem(ActionMenuItem):
    """What can be done with the set next, in the footer of both editors; leads to that page."""

    name = "action-submit-set"
    icon_name = "check"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and isinstance(context.get("page"), ManagedPage)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        label = next_act(parent_context["page"])[0]
        return {**super().get_context_data(parent_context), "label": label}

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return next_act(parent_context["page"])[1]


def next_act(page: ManagedPage) -> tuple[str, str]:
    """Return what can be done with what is being edited, and the address where it is done."""
    policy = policy_of(page)
    if page.open_release_id:
        return _("正在审核，看发布单"), reverse("releases:detail", args=[page.open_release_id])
    kind = _next_kind(page, policy)
    if kind is None:
        return _("补充、撤下、撤回…"), reverse("releases:set", args=[policy.pk])
    name, args = ("act", [policy.pk, kind]) if policy.live else ("submit", [policy.pk])
    return str(words_of(kind).footer), reverse(f"releases:{name}", args=args)


def _next_kind(page: ManagedPage, policy: PolicyPage) -> ReleaseKind | None:
    """The kind of release that what is being edited is waiting for."""
    if not policy.live:
        return first_kind(policy)
    if not page.live:
        return ReleaseKind.SUPPLEMENT
    changed = page.latest_revision_id != page.live_revision_id
    return ReleaseKind.CORRECTION if changed else None


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
