"""The search box of the desk, for people who review and have no pages of their own."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.search import SearchArea
from wagtail.admin.views.pages.search import SearchView
from wagtail.permissions import page_permission_policy


class ReleaseSearchArea(SearchArea):
    """Searches releases. Wagtail's box searches pages, which answers reviewers 没有权限."""

    def __init__(self) -> None:
        super().__init__(
            _("发布单"), reverse("releases:index"), name="releases", icon_name="check", order=50
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Before that of pages, and only for those who may not search pages."""
        return not page_permission_policy.user_has_any_permission(
            request.user, SearchView.any_permission_required
        )
