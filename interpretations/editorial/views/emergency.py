"""The emergency path on the desk: find the set, say why, act at once; others review it after."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.forms import EmergencyForm
from interpretations.editorial.views.sets import SetPageMixin
from interpretations.models import PolicyPage, Release
from interpretations.models.kind_rules import rule
from interpretations.models.kinds import ReleaseKind
from interpretations.models.readable import PINNED_MEMBERS
from interpretations.models.refusals import NotAsShown, Refusal
from interpretations.releases.emergency import act_in_emergency, under_way
from interpretations.releases.execution.execute import AWAY
from interpretations.releases.pins.candidates import candidates_of
from interpretations.releases.pins.pin import as_published, revision_of
from interpretations.releases.pins.shown import Shown, shown_candidates
from interpretations.releases.submission.offers import emergency_kind
from interpretations.releases.submission.rights import may_act_in_emergency
from media import disk
from media.refusals import FULL_DISK
from media.typed import Typed, typed_in

SHOWN = 30


class EmergenciesView(WagtailAdminTemplateMixin, View):
    """Finds a set by title or number, for whoever may act in an emergency."""

    template_name = "interpretations/admin/emergencies.html"
    header_icon = "warning"

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        if not may_act_in_emergency(request.user):
            raise Http404
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        q = request.GET.get("q", "").strip()[:100].replace("\0", "")
        matching = Q(draft_title__icontains=q) | Q(doc_number__icontains=q)
        policies = PolicyPage.objects.filter(matching).order_by("-pk")[:SHOWN] if q else []
        rows = [(policy, policy.live) for policy in policies]
        return self.render_to_response(self.get_context_data(q=q, rows=rows))

    def get_page_title(self) -> str:
        return _("紧急发布、紧急撤回")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("releases:index"), "label": _("发布单")},
            {"url": "", "label": self.get_page_title()},
        ]


class EmergencyView(SetPageMixin, View):
    """An emergency release or withdrawal of the whole set: says what will happen, asks why."""

    template_name = "interpretations/admin/emergency.html"
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, policy_id: int) -> HttpResponseBase:
        if not may_act_in_emergency(request.user):
            raise Http404
        self.policy = self.policy_for(request, policy_id)
        self.kind = emergency_kind(self.policy)
        return super().dispatch(request, policy_id)

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        return self._page(EmergencyForm(kind=self.kind))

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        form = EmergencyForm(request.POST, kind=self.kind)
        kind = request.POST.get("kind", "")
        if kind != self.kind:
            sentence = _("页面已过期，请看清现在的状态再做。")
            sent = EmergencyForm(request.POST, kind=kind) if kind in ReleaseKind.values else form
            typed = typed_in(sent, besides=form.fields)
            return self._page(form, sentence, status=409, typed=typed)
        if not form.is_valid():
            return self._page(form, status=422)
        data = form.cleaned_data
        try:
            release = act_in_emergency(
                policy_id,
                request.user,
                self.kind,
                data["reason"],
                data.get("note", ""),
                Shown.read(request.POST.get("shown", "")),
            )
        except Refusal as refusal:
            return self._page(form, str(refusal), status=409)
        except AWAY as error:
            message = (
                FULL_DISK if disk.is_full(error) else _("系统正忙，没有做成。请马上再试一次。")
            )
            return self._page(form, str(message), status=503)
        except Exception as error:  # written down and logged by execute
            message = _("没有做成，网站上没有变化。原因写在最新的发布单里。")
            messages.error(request, FULL_DISK if disk.is_full(error) else message)
            return redirect("releases:set", policy_id)
        messages.warning(request, _("已经生效。请尽快请另外的人补审，补审前到处都会标明。"))
        return redirect("releases:detail", release.pk)

    def _page(
        self,
        form: EmergencyForm,
        error: str = "",
        status: int = 200,
        typed: Iterable[Typed] = (),
    ) -> HttpResponse:
        members, waiting = candidates_of(self.policy, self.kind), under_way(self.policy)
        shown = shown_candidates(members, [release.pk for release in waiting])
        if status == 422 and Shown.read(self.request.POST.get("shown", "")) != shown:
            error, status = str(NotAsShown.sentence), 409
        context = self.get_context_data(
            policy=self.policy,
            members=[candidate.page for candidate in members],
            under_way=waiting,
            overridden=_overridden(self.kind, waiting),
            shown=shown,
            kind=self.kind,
            withdrawing=rule(self.kind).removes,
            form=form,
            error=error,
            typed=typed,
        )
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return _("紧急撤回") if rule(self.kind).removes else _("紧急发布")


def _overridden(kind: str, waiting: Iterable[Release]) -> list[Release]:
    """The releases whose 不早于 an emergency of this kind would not wait for."""
    if not rule(kind).publishes:
        return []
    now = timezone.now()
    return [release for release in waiting if release.not_before and release.not_before > now]


class EmergencyMemberView(SetPageMixin, View):
    """看样子: a member as an emergency would release or take it off now, for whoever may act."""

    def get(self, request: HttpRequest, policy_id: int, member_id: int) -> HttpResponse:
        if not may_act_in_emergency(request.user):
            raise Http404
        policy = self.policy_for(request, policy_id)
        members = {
            candidate.page.pk: as_published(revision, candidate.page.slug, candidate.page.url_path)
            for candidate in candidates_of(policy, emergency_kind(policy))
            if (revision := revision_of(candidate))
        }
        if member_id not in members:
            raise Http404
        shown = members[member_id]
        # As readers would see it: in the site's language, with what would go out beside it.
        with translation.override(settings.LANGUAGE_CODE):
            return shown.make_preview_request(
                request, shown.default_preview_mode, {PINNED_MEMBERS: members}
            )
