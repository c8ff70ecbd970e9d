"""Submitting a set, for every kind of release: members listed, what is missing said first."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.query import PageQuerySet

from interpretations.editorial.desk.kind_words import words_of
from interpretations.editorial.forms import SubmissionForm, is_id, warnings_of
from interpretations.models import DepartmentPage, PolicyPage
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Incomplete, NotAsShown, Refusal
from interpretations.releases.pins.candidates import Candidate, candidates_of_sets
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.pins.shown import Shown, shown_pins, what_changed
from interpretations.releases.review.outlook import StepOutlook, outlook, too_few
from interpretations.releases.submission.coverage_findings import coverages_of
from interpretations.releases.submission.examine import Examination, examine
from interpretations.releases.submission.member_findings import member_findings
from interpretations.releases.submission.members import pin_members
from interpretations.releases.submission.offers import first_kind, is_offered
from interpretations.releases.submission.submit import NotReady, Submission, may_submit, submit
from media.typed import given_back, typed_in

# What only a complete form can answer is not said before anybody has filled it in.
ASKED_BY_FORM = frozenset({"no_note", "no_target", "nothing"})
FURTHER_SHOWN = 30


class SubmitView(WagtailAdminTemplateMixin, View):
    """GET shows the set and its findings; POST submits it, or says why not."""

    template_name = "interpretations/admin/submit.html"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, policy_id: int, kind: str = "") -> HttpResponseBase:
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
            url = reverse("releases:detail", args=[open_release])
            return self._not_any_more(request, _("这组内容已经送审，正在审核。"), url)
        if not offered:
            url = reverse("releases:set", args=[policy_id])
            sentence = _("这组内容现在不能这样做。可以做的都列在这里。")
            return self._not_any_more(request, sentence, url)
        self.policies = [self.policy, *self._further(request)]
        return super().dispatch(request, policy_id)

    def _not_any_more(self, request: HttpRequest, sentence: str, url: str) -> HttpResponse:
        """Lead to where it goes on; whoever had filled in the form gets their words back first."""
        if request.method == "POST":
            policies = [self.policy, *self._further(request)]
            form = SubmissionForm(request.POST, kind=self.kind, policies=policies)
            if typed := typed_in(form):
                return given_back(request, sentence, typed, url)
        messages.warning(request, sentence)
        return redirect(url)

    def _further(self, request: HttpRequest) -> list[PolicyPage]:
        """Draft documents that the address names with `with`, to go out together."""
        if not self.rule.whole_set:
            return []
        ids = [int(pk) for pk in request.GET.getlist("with") if is_id(pk)]
        chosen = _never_public().filter(pk__in=ids).exclude(pk=self.policy.pk)
        return [policy for policy in chosen.order_by("path") if may_submit(policy, request.user)]

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        form = self._form()
        members, unsaved = self._members()
        if "members" in form.fields:
            form.fields["members"].initial = self._ready(members)
        examination = self._examine(form, members)
        return self._page(form, members, examination, unsaved or _said_early(examination))

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._again(form)
        try:
            release = submit(self.policy.pk, request.user, form.submission(self._shown()))
        except NotReady as refusal:
            examination = refusal.examination
            members, _unsaved = self._members(examination.members)
            return self._page(form, members, examination, refusal.findings, status=422)
        except Refusal as refusal:
            return self._again(form, Finding.of(refusal))
        step = release.steps.first()
        assert step is not None  # no chain is without one
        messages.success(
            request,
            _("已送审。现在由%(who)s处理「%(step)s」。")
            % {"who": step.group_names, "step": step.label},
        )
        return redirect("releases:detail", release.pk)

    def _shown(self) -> Shown:
        """What the form showed that was sent."""
        return Shown.read(self.request.POST.get("shown", ""))

    def _stale(self, form: SubmissionForm, members: list[Pinned]) -> list[Finding]:
        """What of the chosen members is not as the form showed it; said before all else."""
        if self.request.method != "POST":
            return []
        picked = self._picked(form)
        whole = self._naming(picked).takes_whole_sets
        chosen = self._chosen(form, members, picked)
        sentence = what_changed(self._shown(), chosen, whole=whole, asked=picked)
        return [Finding(NotAsShown.code, sentence)] if sentence else []

    def _chosen(
        self, form: SubmissionForm, members: list[Pinned], picked: set[int]
    ) -> list[Pinned]:
        """The members that are ticked; all of them where the kind leaves no choice."""
        if "members" not in form.fields:
            return members
        return [member for member in members if member.page.pk in picked]

    def _again(self, form: SubmissionForm, *refused: Finding) -> HttpResponse:
        """The form as it was sent, with what is wrong with it and with what it names, at once."""
        members, unsaved = self._members()
        examination = self._examine(form, members)
        findings = [*refused, *(unsaved or _said_early(examination))]
        return self._page(form, members, examination, findings, status=422)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every page that this release could name, document first."""
        return candidates_of_sets(self.policies, self.kind)

    def _form(self, data: Any = None) -> SubmissionForm:
        pages = [candidate.page for candidate in self.candidates]
        form = SubmissionForm(data, kind=self.kind, policies=self.policies, pages=pages)
        form.fields["when"].label = str(words_of(self.kind).when)
        return form

    def _naming(self, page_ids: Iterable[int]) -> Submission:
        """A submission of these pages, as far as the form need not be filled in for it."""
        further = frozenset(policy.pk for policy in self.policies[1:])
        return Submission(frozenset(page_ids), kind=self.kind, further=further)

    def _members(self, known: Iterable[Pinned] = ()) -> tuple[list[Pinned], list[Finding]]:
        """Pin all that could go along; a page that was never saved leaves a finding instead."""
        submission = self._naming(candidate.page.pk for candidate in self.candidates)
        try:
            return pin_members(self.candidates, submission, known), []
        except Incomplete as refusal:
            return [], [Finding("unsaved", str(refusal))]

    def _examine(self, form: SubmissionForm, members: list[Pinned]) -> Examination:
        """Look at what is ticked, as the submission itself will."""
        picked = self._picked(form)
        chosen = self._chosen(form, members, picked)
        return examine(
            self.policies, chosen, self._naming(picked), timezone.now(), self.request.user
        )

    def _ready(self, members: list[Pinned]) -> list[int]:
        """The documents, and every interpretation that lacks nothing; of removals none yet.

        Where every interpretation lacks something, all of them: the set is told what they lack
        and not that it has none.
        """
        if self.rule.picks_what_leaves:
            return []
        documents = [m.page.pk for m in members if m.is_document and self.rule.whole_set]
        others = [m for m in members if m.page.pk not in documents]
        ready = [m for m in others if not any(f.blocks for f in member_findings(m))]
        return documents + [member.page.pk for member in ready or others]

    def _page(
        self,
        form: SubmissionForm,
        members: list[Pinned],
        examination: Examination,
        findings: list[Finding],
        status: int = 200,
    ) -> HttpResponse:
        told = [finding for finding in findings if finding.code == NotAsShown.code]
        if stale := told or self._stale(form, members):
            status = 409
            findings = [*stale, *(finding for finding in findings if finding not in stale)]
        exemptions = form.exemption_fields()
        exempts = any(reason.value() or note.value() for _policy, reason, note in exemptions)
        together, further = self._together(), self._could_go_along()
        steps = self._outlook(examination) if members else []
        context = self.get_context_data(
            policy=self.policy,
            kind=self.kind,
            rule=self.rule,
            words=words_of(self.kind),
            form=form,
            shown=shown_pins(members),
            media=form.media,
            chosen="members" in form.fields,
            members_heading=self._heading(form),
            tick_heading=_("撤下") if self.rule.removes else _("一起发布"),
            rows=self._rows(form, members, examination),
            editable={candidate.page.pk for candidate in self.candidates},
            problems=[finding for finding in findings if finding.blocks],
            warnings=warnings_of(examination.findings, form["confirmed"].value() or []),
            warnings_heading=form.fields["confirmed"].label,
            steps=steps,
            stuck=[step for step in steps if step.is_stuck],
            rivals=too_few(steps),
            together=together,
            further=further,
            further_class="" if together else "collapsed",
            exemptions=exemptions,
            exemption_class="" if exempts else "collapsed",
            coverages=coverages_of(self._chosen(form, members, self._picked(form))),
        )
        return self.render_to_response(context, status=status)

    def _outlook(self, examination: Examination) -> list[StepOutlook]:
        """Who could take each step, as far as the form says where the set goes."""
        if examination.chain is None:
            return []
        department = DepartmentPage.objects.ancestor_of(self.policy).get()
        return outlook(examination.chain, department, None, self.request.user, examination.authors)

    def _heading(self, form: SubmissionForm) -> str:
        if self.rule.picks_what_leaves:
            return _("要撤下的解读")
        return str(form.fields["members"].label) if "members" in form.fields else _("整组内容")

    def _together(self) -> list[tuple[PolicyPage, str]]:
        """Documents that go out with this one, each with the address that leaves it out."""
        ids = [policy.pk for policy in self.policies[1:]]
        return [
            (policy, _with(pk for pk in ids if pk != policy.pk)) for policy in self.policies[1:]
        ]

    def _could_go_along(self) -> list[tuple[PolicyPage, str]]:
        """Drafts that may be released with this one, each with the address that adds it."""
        if not self.rule.whole_set:
            return []
        ids = [policy.pk for policy in self.policies]
        others = _never_public().child_of(self.policy.get_parent()).exclude(pk__in=ids)
        newest = others.order_by("-pk")[:FURTHER_SHOWN]
        free = [policy for policy in newest if not policy.open_release_id]
        permitted = [policy for policy in free if may_submit(policy, self.request.user)]
        return [(policy, _with([*ids[1:], policy.pk])) for policy in permitted]

    def _rows(
        self, form: SubmissionForm, members: list[Pinned], examination: Examination
    ) -> list[dict[str, Any]]:
        """One row a member: title, form, address, what is missing, ticked or not."""
        ticked = self._picked(form)
        about: dict[int | None, list[Finding]] = {}
        for finding in examination.findings:
            about.setdefault(finding.page_id, []).append(finding)
        return [
            {
                "page": member.page,
                "title": member.shown.title,
                "kind": getattr(member.shown, "form", None) or _("政策文件"),
                "address": member.url_path.partition("/policies/")[2],
                "problems": [
                    finding
                    for finding in dict.fromkeys(
                        [*member_findings(member), *about.get(member.page.pk, [])]
                    )
                    if finding.blocks
                ],
                "ticked": member.page.pk in ticked,
                "live": member.page.live,
            }
            for member in members
        ]

    def _picked(self, form: SubmissionForm) -> set[int]:
        value = form["members"].value() or [] if "members" in form.fields else []
        return {int(pk) for pk in value if is_id(str(pk))}

    def get_page_title(self) -> str:
        words = words_of(self.kind)
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


def _said_early(examination: Examination) -> list[Finding]:
    """What stands in the way, without what only a complete form can answer."""
    return [finding for finding in examination.findings if finding.code not in ASKED_BY_FORM]


def _never_public() -> PageQuerySet:
    """Draft documents that no release has shown yet; others come back by themselves."""
    return PolicyPage.objects.filter(live=False, departure__isnull=True)


def _with(ids: Iterable[int]) -> str:
    return "?" + urlencode({"with": list(ids)}, doseq=True)
