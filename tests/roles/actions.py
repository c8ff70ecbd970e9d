"""What somebody can ask of the site about a set: one address each, and what a browser sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from interpretations.models.kinds import ReleaseKind
from tests.doors.forms import page_form
from tests.roles.states import Scene

NOW = {"when": "now"}


@dataclass(frozen=True)
class Action:
    """`url` of a scene, None where the scene has no such address; `data` where it is a POST."""

    url: Callable[[Scene, Any], str | None]
    data: Callable[[Scene, Any], dict[str, Any]] | None = None


def _desk(name, *, release=False):
    def url(scene, world):
        if release:
            return reverse(f"releases:{name}", args=[scene.release.pk]) if scene.release else None
        return reverse(f"releases:{name}", args=[scene.policy.pk])

    return url


def _page(name):
    return lambda scene, world: reverse(f"wagtailadmin_pages:{name}", args=[scene.policy.pk])


def _act(kind):
    return lambda scene, world: reverse("releases:act", args=[scene.policy.pk, kind])


def _member(scene, world):
    if scene.release is None:
        return None
    item = scene.release.items.order_by("position").first()
    return reverse("releases:member", args=[scene.release.pk, item.pk])


def _revert(scene, world):
    first = scene.policy.revisions.order_by("pk").first()
    return reverse("wagtailadmin_pages:revisions_revert", args=[scene.policy.pk, first.pk])


def _members(scene, world):
    pages = [scene.policy, *scene.policy.get_children()]
    return {**NOW, "members": [page.pk for page in pages]}


def _decision(decision):
    def data(scene, world):
        step = scene.step
        return {"step": step.pk if step else 0, "decision": decision, "opinion": "看过了。"}

    return data


def _urgent(scene, world):
    kind = ReleaseKind.WITHDRAWAL if scene.policy.live else ReleaseKind.FIRST
    if not scene.policy.live and hasattr(scene.policy, "departure"):
        kind = ReleaseKind.RERELEASE
    return {"kind": kind, "reason": "台风将至", "note": "正在核对。"}


def _correction(scene, world):
    return {**NOW, "members": [scene.policy.pk], "note": "标题写全了。"}


LOOKING = {
    "see the editor": Action(_page("edit")),
    "see the draft": Action(_page("view_draft")),
    "see the history": Action(_page("history")),
    "see an old text": Action(_revert),
    "see the set": Action(_desk("set")),
    "see the ledger": Action(lambda s, w: reverse("releases:ledger", args=[s.policy.pk])),
    "take the ledger along": Action(
        lambda s, w: reverse("releases:ledger_export", args=[s.policy.pk])
    ),
    "see the release": Action(_desk("detail", release=True)),
    "see a member": Action(_member),
}
DOING = {
    "save a draft": Action(_page("edit"), lambda s, w: page_form(s.policy)),
    "publish by hand": Action(
        _page("edit"), lambda s, w: page_form(s.policy, **{"action-publish": "1"})
    ),
    "unpublish by hand": Action(_page("unpublish"), lambda s, w: {}),
    "delete": Action(_page("delete"), lambda s, w: {}),
    "submit": Action(_desk("submit"), _members),
    "correct": Action(_act(ReleaseKind.CORRECTION), _correction),
    "withdraw": Action(_act(ReleaseKind.WITHDRAWAL), lambda s, w: {**NOW, "note": "有误。"}),
    "pass on": Action(
        _act(ReleaseKind.TRANSFER),
        lambda s, w: {**NOW, "target_department": w.other_department.pk},
    ),
    "begin a repeal": Action(_desk("repeal"), lambda s, w: {}),
    "ask another department": Action(
        _desk("join"), lambda s, w: {"departments": [w.other_department.pk]}
    ),
    "act in an emergency": Action(_desk("emergency"), _urgent),
    "agree": Action(_desk("decide", release=True), _decision("approve")),
    "return": Action(_desk("decide", release=True), _decision("return")),
    "take back": Action(_desk("take_back", release=True), lambda s, w: {"opinion": "先停下。"}),
    "resume": Action(_desk("resume", release=True), lambda s, w: {}),
}
ACTIONS = LOOKING | DOING
