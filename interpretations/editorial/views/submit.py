"""Submitting a set, for every kind of release: members listed, what is missing said first."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.desk.kind_words import WORDS
from interpretations.editorial.forms import SubmissionForm, is_id
from interpretations.models import PolicyPage
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete, Refusal
from interpretations.releases.pins.candidates import candidates
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.authors import authors_of
from interpretations.releases.submission.chain import chain_for
from interpretations.releases.submission.completeness import member_findings
from interpretations.releases.submission.offers import first_kind, is_offered
from interpretations.releases.submission.submit import (
    NotReady,
    Submission,
    findings,
    kind_of,
    may_submit,
    pin_members,
    submit,
)

# What only a complete form can answer is not said before anybody has filled it in.
ASKED_BY_FORM = frozenset({"no_note", "no_target", "nothing"})
FURTHER_SHOWN = 30


class SubmitView(WagtailAdminTemplateMixin, View):
    """GET shows the set and its findings; POST submits it, or says why not."""

    template_name = "interpretations/admin/submit.html"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, policy_id: int, kind: str = "") -> HttpResponse:
        self.policy = get_object_or_404(PolicyPage, pk=policy_id)
        if not may_submit(self.policy, request.user):
            raise Http404  # as if there were no such document (P7)
        self.kind = kind or first_kind(self.policy)
        if self.kind not in ReleaseKind.values:
            raise Http404
        self.rule = rule(self.kind)
        offered = is_offered(self.policy, self.kind)
        open_release = self.policy.open_release_id
        if open_release and (not offered or self.rule.whole_set):
            messages.info(request, _("这组内容已经送审，正在审核。"))
            return redirect("releases:detail", open_release)
        if not offered:
            messages.warning(request, _("这组内容现在不能这样做。可以做的都列在这里。"))
            return redirect("releases:set", policy_id)
        self.policies = [self.policy, *self._further(request)]
        return super().dispatch(request, policy_id)

    def _further(self, request: HttpRequest) -> list[PolicyPage]:
        """Draft documents that the address names with `with`, to go out together."""
        if not self.rule.whole_set:
            return []
        ids = [int(pk) for pk in request.GET.getlist("with") if is_id(pk)]
        chosen = _never_public().filter(pk__in=ids).exclude(pk=self.policy.pk)
        return [one for one in chosen.order_by("path") if may_submit(one, request.user)]

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        members, sentence = self._members()
        form = self._form()
        if "members" in form.fields:
            form.fields["members"].initial = self._ready(members)
        return self._page(form, members, self._outlook(members, sentence))

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, self._members()[0], [], status=422)
        try:
            release = submit(self.policy.pk, request.user, form.submission())
        except NotReady as refusal:
            return self._page(form, self._members()[0], refusal.findings, status=422)
        except Refusal as refusal:
            found = [Finding.of(refusal)]
            return self._page(form, self._members()[0], found, status=422)
        first = release.steps.first()
        messages.success(
            request,
            _("已送审。现在由%(who)s处理「%(step)s」。")
            % {"who": first.group_names, "step": first.label},
        )
        return redirect("releases:detail", release.pk)

    def _form(self, data: Any = None) -> SubmissionForm:
        pages = [page for policy in self.policies for page in candidates(policy, self.kind)]
        return SubmissionForm(data, kind=self.kind, policies=self.policies, pages=pages)

    def _everything(self) -> Submission:
        """The submission for all that could go along."""
        pages = (page for policy in self.policies for page in candidates(policy, self.kind))
        further = frozenset(policy.pk for policy in self.policies[1:])
        return Submission(frozenset(p.pk for p in pages), kind=self.kind, further=further)

    def _members(self) -> tuple[list[Pinned], str]:
        """Pin for a look; a member that was never saved leaves one sentence instead."""
        try:
            return pin_members(self.policies, self._everything()), ""
        except Incomplete as refusal:
            return [], str(refusal)

    def _outlook(self, members: list[Pinned], sentence: str) -> list[Finding]:
        """What stands in the way of the whole set, found before anybody presses a button."""
        if sentence:
            return [Finding("unsaved", sentence)]
        if self.rule.picks_what_leaves:
            return []  # nothing is ticked yet
        return self._whole_set(members)

    def _whole_set(self, members: list[Pinned]) -> list[Finding]:
        ready = self._ready(members)
        chosen = [m for m in members if m.page.pk in ready]
        submission = replace(self._everything(), page_ids=frozenset(ready))
        found = findings(self.policies, chosen, submission, timezone.now())
        try:
            publishing = self.rule.publishes
            authors_of(((m.page, m.revision) for m in chosen), publishing)
            chain_for(kind_of(submission, chosen), self._document(members))
        except Incomplete as refusal:
            found.append(Finding.of(refusal))
        return [f for f in found if f.code not in ASKED_BY_FORM]

    def _document(self, members: list[Pinned]) -> PolicyPage:
        """The document as its draft stands: its genre chooses the chain."""
        return next((m.shown for m in members if m.page.pk == self.policy.pk), self.policy)

    def _ready(self, members: list[Pinned]) -> list[int]:
        """The documents, and every interpretation that lacks nothing; of removals none yet."""
        if self.rule.picks_what_leaves:
            return []
        return [
            m.page.pk
            for m in members
            if (m.is_document and self.rule.whole_set)
            or not any(f.blocks for f in member_findings(m))
        ]

    def _page(
        self,
        form: SubmissionForm,
        members: list[Pinned],
        found: list[Finding],
        status: int = 200,
    ) -> HttpResponse:
        exemptions = form.exemption_fields()
        asked = any(reason.value() for _policy, reason, _note in exemptions)
        together, further = self._together(), self._could_go_along()
        context = self.get_context_data(
            policy=self.policy,
            kind=self.kind,
            rule=self.rule,
            words=WORDS[self.kind],
            form=form,
            media=form.media,
            chosen="members" in form.fields,
            members_heading=self._heading(form),
            tick_heading=_("撤下") if self.rule.removes else _("一起发布"),
            rows=self._rows(form, members),
            problems=[f for f in found if f.blocks],
            warnings=self._warnings(form, members),
            steps=self._steps(members),
            together=together,
            further=further,
            further_class="" if together else "collapsed",
            exemptions=exemptions,
            exemption_class="" if asked else "collapsed",
        )
        return self.render_to_response(context, status=status)

    def _heading(self, form: SubmissionForm) -> str:
        if self.rule.picks_what_leaves:
            return _("要撤下的解读")
        return form.fields["members"].label if "members" in form.fields else _("整组内容")

    def _warnings(self, form: SubmissionForm, members: list[Pinned]) -> list[tuple[str, str, bool]]:
        """What a drafter has to confirm, each with its tick: it stays beside another mistake."""
        picked = self._picked(form)
        chosen = [m for m in members if "members" not in form.fields or m.page.pk in picked]
        submission = replace(self._everything(), page_ids=frozenset(picked))
        confirmed = form.data.getlist("confirmed") if form.is_bound else []
        sentences: dict[str, str] = {}
        for finding in findings(self.policies, chosen, submission, timezone.now()):
            if not finding.blocks:
                said = sentences.get(finding.code, "")
                sentences[finding.code] = said + finding.sentence
        return [(code, text, code in confirmed) for code, text in sentences.items()]

    def _together(self) -> list[tuple[PolicyPage, str]]:
        """Documents that go out with this one, each with the address that leaves it out."""
        ids = [policy.pk for policy in self.policies[1:]]
        return [(p, _with(pk for pk in ids if pk != p.pk)) for p in self.policies[1:]]

    def _could_go_along(self) -> list[tuple[PolicyPage, str]]:
        """Drafts that may be released with this one, each with the address that adds it."""
        if not self.rule.whole_set:
            return []
        there = [policy.pk for policy in self.policies]
        others = _never_public().child_of(self.policy.get_parent()).exclude(pk__in=there)
        mine = [one for one in others.order_by("-pk")[:FURTHER_SHOWN] if not one.open_release_id]
        free = [one for one in mine if may_submit(one, self.request.user)]
        return [(one, _with([*there[1:], one.pk])) for one in free]

    def _rows(self, form: SubmissionForm, members: list[Pinned]) -> list[dict[str, Any]]:
        """One row a member: title, form, address, what is missing, ticked or not."""
        ticked = self._picked(form)
        return [
            {
                "page": member.page,
                "title": member.shown.title,
                "kind": getattr(member.shown, "form", None) or _("政策文件"),
                "address": member.url_path.partition("/policies/")[2],
                "problems": [f for f in member_findings(member) if f.blocks],
                "ticked": member.page.pk in ticked,
                "live": member.page.live,
            }
            for member in members
        ]

    def _picked(self, form: SubmissionForm) -> set[int]:
        value = form["members"].value() or [] if "members" in form.fields else []
        return {int(pk) for pk in value if is_id(str(pk))}

    def _steps(self, members: list[Pinned]) -> list[str]:
        try:
            submission = self._everything()
            chain = chain_for(kind_of(submission, members), self._document(members))
            return [step.label for step in chain.steps.all()]
        except Incomplete:
            return []

    def get_page_title(self) -> str:
        words = WORDS[self.kind]
        return str(words.title or words.entry)

    def get_page_subtitle(self) -> str:
        return self.policy.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("releases:set", args=[self.policy.pk]),
                "label": self.policy.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]


def _never_public() -> QuerySet:
    """Draft documents that no release has shown yet; others come back by themselves."""
    return PolicyPage.objects.filter(live=False, departure__isnull=True)


def _with(ids: Iterable[int]) -> str:
    return "?" + urlencode({"with": list(ids)}, doseq=True)
