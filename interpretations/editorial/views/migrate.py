"""Migrating what was public before this site: a whole list of sets in one release."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.desk.kind_words import words_of
from interpretations.editorial.forms import SubmissionForm, is_id, warnings_of
from interpretations.models import (
    DepartmentPage,
    ExemptionReason,
    InterpretationPage,
    ReleaseRules,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import NotAsShown, Refusal
from interpretations.releases.pins.candidates import candidates_of_sets
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.shown import Shown, shown_candidates
from interpretations.releases.submission.migrate import migration_drafts, submit_migration
from interpretations.releases.submission.submit import NotReady


class MigrateView(WagtailAdminTemplateMixin, View):
    """GET lists the department's historical drafts; POST submits the ticked ones as one list."""

    template_name = "interpretations/admin/migrate.html"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, department_id: int) -> HttpResponseBase:
        self.department = get_object_or_404(DepartmentPage, pk=department_id)
        if not self.department.permissions_for_user(request.user).can_edit():
            raise Http404
        return super().dispatch(request, department_id)

    def get(self, request: HttpRequest, department_id: int) -> HttpResponse:
        return self._page(None, [])

    def post(self, request: HttpRequest, department_id: int) -> HttpResponse:
        ids = [int(pk) for pk in request.POST.getlist("policies") if is_id(pk)]
        try:
            shown = Shown.read(request.POST.get("shown", ""))
            confirmed = request.POST.getlist("confirmed")
            release = submit_migration(ids, request.user, shown, confirmed)
        except NotReady as refusal:
            return self._page(ids, refusal.findings, status=422)
        except NotAsShown as refusal:
            return self._page(ids, [Finding.of(refusal)], status=409)
        except Refusal as refusal:
            return self._page(ids, [Finding.of(refusal)], status=422)
        messages.success(request, _("已送审。审核人打开抽中的几份看过，才能同意。"))
        return redirect("releases:detail", release.pk)

    def _page(
        self, ticked: list[int] | None, findings: list[Finding], status: int = 200
    ) -> HttpResponse:
        limit = ReleaseRules.load().migration_limit
        waiting = migration_drafts(self.department)
        drafts = list(waiting[:limit])
        chosen = {policy.pk for policy in drafts} if ticked is None else set(ticked)
        explained = {
            page.path[: -page.steplen]
            for page in InterpretationPage.objects.descendant_of(self.department)
        }
        context = self.get_context_data(
            department=self.department,
            rows=[(page, page.path in explained, page.pk in chosen) for page in drafts],
            problems=[finding for finding in findings if finding.blocks],
            warnings=warnings_of(findings, self.request.POST.getlist("confirmed")),
            warnings_heading=SubmissionForm.base_fields["confirmed"].label,
            limit=limit,
            shown=shown_candidates(candidates_of_sets(drafts, ReleaseKind.MIGRATION)),
            more=waiting.count() - len(drafts),
            words=words_of(ReleaseKind.MIGRATION),
            reason=ExemptionReason.objects.filter(slug="history").first(),
        )
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return _("迁移历史文件")

    def get_page_subtitle(self) -> str:
        return self.department.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("releases:index"), "label": _("发布单")},
            {"url": "", "label": _("迁移历史文件")},
        ]
