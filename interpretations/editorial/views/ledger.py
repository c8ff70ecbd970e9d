"""The ledger of one set: as a story to read, and as a file to check."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views import View

from interpretations.editorial.access.releases import releases_visible_to
from interpretations.editorial.views.sets import SetPageMixin
from interpretations.models import PolicyPage, Release, ReleaseItem
from interpretations.models.kinds import ReleaseState
from interpretations.releases.records.export import export_of
from interpretations.releases.records.story import story_of


class LedgerPageMixin(SetPageMixin):
    """For whoever may see a release of the set, or edit its document (P7).

    The address says `set_id`: the guard of the desk lets only those name a `policy_id` who
    have rights on the page, and reviewers have none.
    """

    def policy_for(self, request: HttpRequest, policy_id: int) -> PolicyPage:
        policy = PolicyPage.objects.filter(pk=policy_id).first()
        if policy is None or not _may_read(policy, request.user):
            raise Http404
        return policy


class LedgerView(LedgerPageMixin, View):
    """Everything that happened to the set, oldest first."""

    template_name = "interpretations/admin/ledger.html"
    header_icon = "history"

    def get(self, request: HttpRequest, set_id: int) -> HttpResponse:
        self.policy = self.policy_for(request, set_id)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = releases_visible_to(self.request.user).filter(items__policy=self.policy)
        others = Release.objects.filter(items__policy=self.policy).exclude(
            state=ReleaseState.RELEASED
        )
        hidden = set(others.exclude(pk__in=visible.values("pk")).values_list("pk", flat=True))
        return super().get_context_data(
            policy=self.policy,
            lines=[line for line in story_of(self.policy) if line.release_id not in hidden],
            visible=set(visible.values_list("pk", flat=True)),
            may_export=may_export(self.policy, self.request.user),
            **kwargs,
        )

    def get_page_title(self) -> str:
        return _("台账")


class LedgerExportView(LedgerPageMixin, View):
    """The same lines as a file that `check_ledger` proves."""

    def get(self, request: HttpRequest, set_id: int) -> HttpResponse:
        policy = self.policy_for(request, set_id)
        if not may_export(policy, request.user):
            raise Http404
        name = get_valid_filename(_("台账-%s") % policy.get_admin_display_title()) + ".jsonl"
        return HttpResponse(
            "".join(export_of(policy)),
            content_type="application/jsonl; charset=utf-8",
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )


def _may_read(policy: PolicyPage, user: Any) -> bool:
    visible = releases_visible_to(user).filter(items__policy=policy)
    return visible.exists() or policy.permissions_for_user(user).can_edit()


def may_export(policy: PolicyPage, user: Any) -> bool:
    """A line names every set of its release: none of those may be hidden from this person."""
    hidden = Release.objects.filter(items__policy=policy).exclude(
        pk__in=releases_visible_to(user).values("pk")
    )
    others = ReleaseItem.objects.filter(release__in=hidden.values("pk")).exclude(policy=policy)
    return not others.exists()
