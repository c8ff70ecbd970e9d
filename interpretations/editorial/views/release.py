"""One release: what is in it, whose turn it is, and what the person looking may do."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.access.releases import releases_visible_to
from interpretations.editorial.desk.kind_words import words_of
from interpretations.editorial.desk.turn import flag_of, turn_of
from interpretations.editorial.forms import OpinionForm, ReasonForm, TimeForm, is_id
from interpretations.models import PolicyPage, Release, ReviewStep
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import Decision, ItemAction, ReleaseState
from interpretations.models.managed import ManagedPage
from interpretations.models.readable import PINNED_ADDRESSES, PINNED_MEMBERS
from interpretations.models.refusals import Incomplete, NotAsShown, Refusal
from interpretations.releases.execution.execute import AWAY, execute
from interpretations.releases.pins.pin import as_published
from interpretations.releases.pins.shown_release import number_of_release, refuse_other_state
from interpretations.releases.records.story import story_of_release
from interpretations.releases.review.decide import decide, why_not_decide
from interpretations.releases.review.deciders import principal_for, steps_without_reviewers
from interpretations.releases.review.end import take_back, why_not_take_back
from interpretations.releases.review.sample import note_reading, sample_left, sample_of
from interpretations.releases.scheduling.schedule import resume, why_not_resume
from interpretations.releases.scheduling.times import why_not_set_time
from interpretations.releases.submission.coverage_findings import coverages
from media import disk
from media.refusals import FULL_DISK
from media.typed import typed_in


def visible_release(request: HttpRequest, pk: int) -> Release:
    """Return a release that this person may see; 404 else, as if it did not exist (P7)."""
    queryset = releases_visible_to(request.user).select_related("policy", "submitted_by")
    return get_object_or_404(queryset, pk=pk)


class ReleaseView(WagtailAdminTemplateMixin, View):
    """The whole release on one page."""

    template_name = "interpretations/admin/release.html"
    header_icon = "check"
    # Of a view that acts: the form that it takes, and what tells that the page still offers it.
    form_name, offered_by = "", ""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.release = visible_release(request, pk)
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page()

    def page(
        self, sent: forms.Form | None = None, error: str = "", status: int = 200
    ) -> HttpResponse:
        """Render the release; `error` is the sentence of a refusal, what was typed stays.

        In the form that was `sent`; beside the page where that form is offered no more.
        """
        if status == 422:
            try:
                refuse_other_state(self.release, shown_in(self.request))
            except NotAsShown as refusal:
                error, status = f"{refusal}{error}", 409
        context = self.get_context_data(
            form=OpinionForm(),
            reason_form=ReasonForm(),
            time_form=TimeForm(release=self.release),
            error=error,
            shown=number_of_release(self.release),
        )
        if sent is not None:
            context[self.form_name] = sent
            context["typed"] = [] if context[self.offered_by] else typed_in(sent)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release, user = self.release, self.request.user
        current = ReviewStep.objects.current().filter(release=release).first()
        refusal = why_not_decide(release, current, user) if current else None
        my_step = None if refusal else current
        principal = principal_for(user, my_step) if my_step else None
        items = release.items.select_related("page", "exemption").order_by("position")
        members, documents = list(items), documents_of(release)
        return super().get_context_data(
            release=release,
            words=words_of(release.kind),
            features=rule(release.kind).features,
            items=members,
            exempt=[item for item in members if item.exemption_id],
            steps=release.steps.order_by("position"),
            steps_heading=_("事后审核") if release.emergency else _("审核"),
            waiting=release.is_open or current is not None,
            lines=list(story_of_release(release)),
            turn=turn_of(release),
            flag=flag_of(release),
            settled=release.get_emergency_display(),
            nobody=steps_without_reviewers(release) if current else [],
            my_step=my_step,
            on_behalf_of=principal.get_full_name() if principal else "",
            why_not=refusal,
            approve_label=approve_label(release, my_step) if my_step else "",
            return_label=_("事后审核：不同意") if release.emergency else _("退回修改"),
            may_edit=release.policy.permissions_for_user(user).can_edit(),
            may_take_back=why_not_take_back(release, user) is None,
            may_set_time=why_not_set_time(release, user) is None,
            may_resume=why_not_resume(release, user) is None,
            resume_label=resume_label(release),
            public_url=_public_url(release),
            marks=marks_of(documents),
            sample=sample_of(release) if my_step else [],
            left={item.pk for item in sample_left(release, user)} if my_step else set(),
            documents=documents,
            coverages=coverages([*documents, *_interpretations(release)]),
            **kwargs,
        )

    def get_page_title(self) -> str:
        return self.release.get_kind_display()

    def get_page_subtitle(self) -> str:
        return self.release.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("releases:index"), "label": _("发布单")},
            {"url": "", "label": self.release.title},
        ]


def _public_url(release: Release) -> str:
    """Where readers find it now; nothing where the set is not public."""
    public = release.state == ReleaseState.RELEASED and release.policy.is_public
    return release.policy.url if public else ""


def documents_of(release: Release) -> list[PolicyPage]:
    """The documents as they were pinned, with their plans; a list of old ones has none."""
    if not rule(release.kind).shows_document:
        return []
    items = release.items.filter(page_id=F("policy_id")).select_related("revision")
    return [
        as_published(item.revision, item.slug, item.url_path) for item in items.order_by("position")
    ]


def _interpretations(release: Release) -> Iterator[ManagedPage]:
    """The interpretations that a release publishes, as they were pinned."""
    published = release.items.filter(action=ItemAction.PUBLISH).exclude(page_id=F("policy_id"))
    items = published.select_related("revision")
    for item in items.order_by("position"):
        yield as_published(item.revision, item.slug, item.url_path)


def marks_of(documents: list[PolicyPage]) -> list[str]:
    """What else a reviewer has to know: which documents of ours these repeal or amend."""
    return [
        _("公开后，《%(title)s》标明%(kind)s。")
        % {"title": row.target.title, "kind": row.get_kind_display()}
        for document in documents
        for row in document.relations.all()
        if row.target and row.kind in (row.Kind.REPEALS, row.Kind.AMENDS)
    ]


def approve_label(release: Release, step: ReviewStep) -> str:
    """Say what the button does: the last step publishes (docs/look.md, The desk)."""
    if release.steps.undecided().exclude(pk=step.pk).exists():
        return _("同意，交下一步")
    if release.is_flagged:
        return _("事后审核：同意")
    words = words_of(release.kind)
    goes_out_at = release.goes_out_at
    if goes_out_at and goes_out_at > timezone.now():
        moment = date_format(timezone.localtime(goes_out_at), _("n月j日 H:i"))
        return str(words.at) % moment
    return str(words.now)


def resume_label(release: Release) -> str:
    """Say what resuming does: a stopped release keeps its time, and goes out at once after it."""
    if release.due_at and release.due_at > timezone.now():
        moment = date_format(timezone.localtime(release.due_at), _("n月j日 H:i"))
        return _("问题已处理，到 %s 自动发布") % moment
    return _("问题已处理，现在发布")


def shown_in(request: HttpRequest) -> str:
    """The number of what the form showed; nothing fits a form that carries none."""
    return request.POST.get("shown", "")


class DecideView(ReleaseView):
    """POST: one decision on the step that the form names."""

    http_method_names = ["post"]
    form_name, offered_by = "form", "my_step"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = OpinionForm(request.POST)
        if not form.is_valid():
            return self.page(form, _("意见里有不能保存的字符，没有提交。"), status=422)
        step = self.release.steps.filter(pk=_number(request.POST.get("step"))).first()
        if step is None:
            return self.page(form, _("页面已过期，请刷新后再试。"), status=409)
        decision = request.POST.get("decision", "")
        try:
            opinion = form.cleaned_data["opinion"]
            release = decide(step.pk, request.user, decision, opinion, shown_in(request))
        except Refusal as refusal:
            self.release.refresh_from_db()
            return self.page(form, str(refusal), status=409)
        if release.emergency:
            messages.success(request, _("事后审核的结论已记下。"))
        elif decision == Decision.RETURN:
            messages.success(request, _("已退回，起草人会收到理由。"))
        elif release.state == ReleaseState.APPROVED:
            release_if_due(request, release)
        else:
            messages.success(request, _("已同意，交给下一步。"))
        return redirect("releases:detail", pk)


def release_if_due(request: HttpRequest, release: Release) -> None:
    """Release at once what is due; the scheduler may have been quicker, which is as good."""
    assert release.due_at is not None  # approved
    if release.due_at > timezone.now():
        moment = date_format(timezone.localtime(release.due_at), _("Y年n月j日 H:i"))
        messages.success(request, _("已签发，%s 生效。") % moment)
        return
    try:
        execute(release.pk)
    except Refusal as refusal:
        release.refresh_from_db()
        if release.state != ReleaseState.RELEASED:
            messages.error(request, str(refusal))
            return
    except AWAY as error:
        # The approval stands; the scheduler sends the set out as soon as the database answers.
        if disk.is_full(error):
            message = _("已签发。服务器磁盘已满，腾出空间后自动发布。请马上联系管理员。")
            messages.warning(request, message)
            return
        messages.success(request, _("已签发，系统正忙，稍后自动发布。请过一会儿刷新。"))
        return
    except Exception as error:  # written down and logged by execute
        release.refresh_from_db()
        message = str(FULL_DISK) if disk.is_full(error) else _("没有发布成功，请看发布单。")
        messages.error(request, release.failure or message)
        return
    messages.success(request, str(words_of(release.kind).done))


class TakeBackView(ReleaseView):
    """POST: the submitter takes the set back, or a reviewer stops an approved one."""

    http_method_names = ["post"]
    form_name, offered_by = "reason_form", "may_take_back"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(form, _("理由里有不能保存的字符，没有提交。"), status=422)
        try:
            take_back(pk, request.user, form.cleaned_data["opinion"], shown_in(request))
        except Incomplete as refusal:
            form.add_error("opinion", str(refusal))
            return self.page(form, _("没有取回。请看下面写的。"), status=422)
        except Refusal as refusal:
            self.release.refresh_from_db()
            return self.page(form, str(refusal), status=409)
        messages.success(request, _("已取回。这组内容可以继续修改，改好后重新送审。"))
        return redirect("releases:detail", pk)


class ResumeView(ReleaseView):
    """POST: a person lets a stopped release go out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            release = resume(pk, request.user, shown_in(request))
        except Refusal as refusal:
            self.release.refresh_from_db()
            return self.page(error=str(refusal), status=409)
        release_if_due(request, release)
        return redirect("releases:detail", pk)


class MemberView(View):
    """A member exactly as it was pinned, for reviewers who have no rights on the page."""

    def get(self, request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
        release = visible_release(request, pk)
        item = release.items.filter(pk=item_id).first()
        if item is None:
            raise Http404
        if rule(release.kind).historic and release.is_open:
            note_reading(item, request.user)
        items = release.items.filter(policy=item.policy_id).select_related("revision")
        pinned, addresses = {}, {}
        for member in items.order_by("position"):
            page = as_published(member.revision, member.slug, member.url_path)
            pinned[member.page_id] = page
            addresses[member.page_id] = reverse("releases:member", args=[pk, member.pk])
        shown = pinned[item.page_id]
        # As readers will see it: in the site's language, with the pinned members alone.
        with translation.override(settings.LANGUAGE_CODE):
            return shown.make_preview_request(
                request,
                shown.default_preview_mode,
                {
                    PINNED_MEMBERS: pinned,
                    PINNED_ADDRESSES: addresses,
                    "desk_flag": flag_of(release),
                },
            )


def _number(value: str | None) -> int:
    return int(value) if value and is_id(value) else 0
