"""Submitting a set from the document's page: members listed, what is missing said first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.forms import SubmissionForm, is_id
from interpretations.models import PolicyPage
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete, Refusal
from interpretations.releases.authors import authors_of
from interpretations.releases.chain import chain_for
from interpretations.releases.completeness import Finding, member_findings
from interpretations.releases.pin import Pinned
from interpretations.releases.submit import (
    NotReady,
    Submission,
    candidates,
    findings,
    may_submit,
    pin_set,
    submit,
)


class SubmitView(WagtailAdminTemplateMixin, View):
    """GET shows the set and its findings; POST submits it, or says why not."""

    template_name = "interpretations/admin/submit.html"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        self.policy = get_object_or_404(PolicyPage, pk=policy_id)
        if not may_submit(self.policy, request.user):
            raise Http404  # as if there were no such document (P7)
        if open_release := self.policy.open_release_id:
            messages.info(request, _("这组内容已经送审，正在审核。"))
            return redirect("releases:detail", open_release)
        return super().dispatch(request, policy_id)

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        members, sentence = self._members()
        form = SubmissionForm(pages=candidates(self.policy))
        form.fields["members"].initial = self._ready(members)
        return self._page(form, members, self._outlook(members, sentence))

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        members, _sentence = self._members()
        warnings = [f for m in members for f in member_findings(m) if not f.blocks]
        form = SubmissionForm(request.POST, pages=candidates(self.policy), warnings=warnings)
        if not form.is_valid():
            return self._page(form, members, [], status=422)
        try:
            release = submit(self.policy.pk, request.user, form.wish())
        except NotReady as refusal:
            return self._page(form, members, refusal.findings, status=422)
        except Refusal as refusal:
            return self._page(form, members, [Finding(refusal.code, str(refusal))], status=422)
        first = release.steps.first()
        messages.success(
            request,
            _("已送审。现在由%(who)s处理「%(step)s」。")
            % {"who": first.group_names, "step": first.label},
        )
        return redirect("releases:detail", release.pk)

    def _members(self) -> tuple[list[Pinned], str]:
        """Pin for a look; a member that was never saved leaves one sentence instead."""
        try:
            return pin_set(self.policy), ""
        except Incomplete as refusal:
            return [], str(refusal)

    def _outlook(self, members: list[Pinned], sentence: str) -> list[Finding]:
        """What stands in the way of the whole set, found before anybody presses a button."""
        if sentence:
            return [Finding("unsaved", sentence)]
        return self._whole_set(members)

    def _whole_set(self, members: list[Pinned]) -> list[Finding]:
        ready = [m for m in members if m.page.pk in self._ready(members)]
        wish = Submission(frozenset(m.page.pk for m in ready))
        found = findings(self.policy, ready, wish, timezone.now())
        try:
            authors_of((m.page, m.revision) for m in ready)
            chain_for(ReleaseKind.FIRST, self._document(members))
        except Incomplete as refusal:
            found.append(Finding(refusal.code, str(refusal)))
        return found

    def _document(self, members: list[Pinned]) -> PolicyPage:
        """The document as its draft stands: its genre chooses the chain."""
        return next((m.shown for m in members if m.page.pk == self.policy.pk), self.policy)

    def _ready(self, members: list[Pinned]) -> list[int]:
        """The document, and every interpretation that lacks nothing."""
        return [
            m.page.pk
            for m in members
            if m.page.pk == self.policy.pk or not any(f.blocks for f in member_findings(m))
        ]

    def _page(
        self,
        form: SubmissionForm,
        members: list[Pinned],
        found: list[Finding],
        status: int = 200,
    ) -> HttpResponse:
        warnings = [f for f in found if not f.blocks]
        if warnings and not form.fields["confirmed"].choices:
            form.fields["confirmed"].choices = [(w.code, w.sentence) for w in warnings]
        context = self.get_context_data(
            policy=self.policy,
            form=form,
            media=form.media,
            rows=self._rows(form, members),
            problems=[f for f in found if f.blocks],
            warnings=warnings,
            steps=self._steps(members),
        )
        return self.render_to_response(context, status=status)

    def _rows(self, form: SubmissionForm, members: list[Pinned]) -> list[dict[str, Any]]:
        """One row a member: title, form, address, what is missing, ticked or not."""
        ticked = {int(pk) for pk in form["members"].value() or [] if is_id(str(pk))}
        rows = []
        for member in members:
            found = member_findings(member)
            rows.append(
                {
                    "page": member.page,
                    "title": member.shown.title,
                    "kind": getattr(member.shown, "form", None) or _("政策文件"),
                    "address": member.url_path.partition("/policies/")[2],
                    "problems": [f for f in found if f.blocks],
                    "ticked": member.page.pk in ticked,
                    "is_policy": member.page.pk == self.policy.pk,
                }
            )
        return rows

    def _steps(self, members: list[Pinned]) -> list[str]:
        try:
            chain = chain_for(ReleaseKind.FIRST, self._document(members))
            return [step.label for step in chain.steps.all()]
        except Incomplete:
            return []

    def get_page_title(self) -> str:
        return _("送审")

    def get_page_subtitle(self) -> str:
        return self.policy.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.policy.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.policy.get_admin_display_title()},
            {"url": "", "label": _("送审")},
        ]
