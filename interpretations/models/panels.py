"""The set at the head of both editors: what belongs together, and how each part stands."""

from typing import Any

from django.apps import apps
from wagtail.admin.panels import Panel
from wagtail.models import Page

from interpretations.models.kinds import ReleaseState


class SetPanel(Panel):
    """Lists the document and its interpretations beside the page being edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "interpretations/admin/set_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            policy = _document_of(self.instance)
            interpretation = apps.get_model("interpretations", "InterpretationPage")
            releases = apps.get_model("interpretations", "Release").objects
            last = releases.filter(items__policy=policy.pk).order_by("-pk").first()
            if last and not _may_edit_all(last, self.request.user):
                last = None
            return {
                **super().get_context_data(parent_context),
                "policy": policy,
                "members": [policy, *interpretation.objects.child_of(policy).order_by("path")],
                "returned": last if last and last.state == ReleaseState.RETURNED else None,
                "may_add": policy.permissions_for_user(self.request.user).can_add_subpage(),
            }


def _may_edit_all(release: Any, user: Any) -> bool:
    policy = apps.get_model("interpretations", "PolicyPage")
    documents = policy.objects.filter(pk__in=release.items.values("policy"))
    return all(page.permissions_for_user(user).can_edit() for page in documents)


def _document_of(page: Page) -> Page:
    """Return the policy document of a page: itself, or its parent."""
    policy = apps.get_model("interpretations", "PolicyPage")
    return page if isinstance(page, policy) else page.get_parent().specific
