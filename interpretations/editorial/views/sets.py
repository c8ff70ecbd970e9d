"""One set on the desk: where it stands, and every act that is open to it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.access.pages import pages_visible_to
from interpretations.editorial.access.releases import releases_visible_to
from interpretations.editorial.desk.kind_words import words_of
from interpretations.editorial.desk.turn import Turn, listed, turn_of
from interpretations.editorial.forms import is_id
from interpretations.editorial.views.submit import SubmitView
from interpretations.models import (
    ColumnFeature,
    DepartmentPage,
    Exemption,
    InterpretationPage,
    PolicyPage,
    PolicyRelation,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import NotAsShown, Refusal
from interpretations.releases.submission.join import (
    could_join,
    join,
    shown_departments,
    why_not_join,
)
from interpretations.releases.submission.offers import emergency_kind, offers
from interpretations.releases.submission.rights import may_act_in_emergency, may_submit

NEWEST = 20


class SetPageMixin(WagtailAdminTemplateMixin):
    """The document that the address names, for whoever may know of it (P7)."""

    header_icon = "folder-open-inverse"
    below = True  # whether the page stands below that of the set

    def policy_for(self, request: HttpRequest, policy_id: int) -> PolicyPage:
        """Return the document; 404 else, as if it did not exist."""
        policy = get_object_or_404(PolicyPage, pk=policy_id)
        allowed = (
            may_submit(policy, request.user)
            or may_act_in_emergency(request.user)
            or releases_visible_to(request.user).filter(items__policy=policy).exists()
        )
        if not allowed:
            raise Http404
        return policy

    def get_page_subtitle(self) -> str:
        return self.policy.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title, page = self.policy.get_admin_display_title(), self.get_page_title()
        set_url = reverse("releases:set", args=[self.policy.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("releases:index"), "label": _("发布单")},
            {"url": set_url if self.below else "", "label": title},
            *([{"url": "", "label": page}] if self.below else []),
        ]


class SetView(SetPageMixin, View):
    """Members, what can be done now and why not the rest, and everything done so far."""

    template_name = "interpretations/admin/set.html"
    below = False

    def get(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        self.policy = self.policy_for(request, policy_id)
        return self.render_to_response(self.get_context_data())

    def get_context_data(
        self, ticked: Iterable[int] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        policy, user = self.policy, self.request.user
        may_edit = may_submit(policy, user)
        children = InterpretationPage.objects.child_of(policy).order_by("path")
        if not may_edit and not may_act_in_emergency(user):
            named = ReleaseItem.objects.filter(release__in=releases_visible_to(user).values("pk"))
            children = children.filter(
                Q(pk__in=pages_visible_to(user).values("pk")) | Q(pk__in=named.values("page"))
            )
        releases = _releases_of(policy, user)
        feature = ColumnFeature.objects.filter(
            page=policy.pk, until__gte=timezone.localdate()
        ).first()
        return super().get_context_data(
            policy=policy,
            members=[policy, *children],
            may_edit=may_edit,
            may_add=policy.permissions_for_user(user).can_add_subpage(),
            public_url=policy.url if policy.is_public else "",
            acts=[(offer, words_of(offer.kind)) for offer in offers(policy)] if may_edit else [],
            may_repeal=_may_repeal(policy, user),
            repeal_words=words_of(ReleaseKind.REPEAL),
            emergency=emergency_kind(policy) if may_act_in_emergency(user) else "",
            releases=releases,
            flagged=[(release, turn) for release, turn in releases if turn.flag],
            featured_until=feature.until if feature else None,
            exemption=Exemption.objects.filter(page=policy.pk).first(),
            **self._joint(ticked),
            **kwargs,
        )

    def _joint(self, ticked: Iterable[int] | None) -> dict[str, Any]:
        """Who drafts along, and whom one may ask to; `ticked` is what somebody has just sent."""
        joint = [row.department for row in self.policy.joint_departments.select_related()]
        may_join = why_not_join(self.policy, self.request.user) is None
        joint_ids = {department.pk for department in joint}
        chosen = joint_ids if ticked is None else set(ticked)
        choices: Iterable[DepartmentPage] = could_join(self.policy) if may_join else []
        return {
            "joint": joint,
            "may_join": may_join,
            "join_choices": [(choice, choice.pk in chosen) for choice in choices],
            "shown": shown_departments(joint_ids),
        }

    def get_page_title(self) -> str:
        return _("这组内容")


def _releases_of(policy: PolicyPage, user: Any) -> list[tuple[Release, Turn]]:
    releases = releases_visible_to(user).filter(items__policy=policy).distinct()
    newest = listed(releases).order_by("-pk")[:NEWEST]
    return [(release, turn_of(release)) for release in newest]


def _may_repeal(policy: PolicyPage, user: Any) -> bool:
    """Whoever writes documents in this department may write the one that repeals this one."""
    department = policy.get_parent().specific
    return policy.live and department.permissions_for_user(user).can_add_subpage()


class KindView(View):
    """Leads to the submission of the kind that the address names."""

    def dispatch(self, request: HttpRequest, policy_id: int, kind: str) -> HttpResponseBase:
        return SubmitView.as_view()(request, policy_id=policy_id, kind=kind)


class RepealView(SetPageMixin, View):
    """POST: begin a new document that repeals this one; its release will mark the old one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        self.policy = self.policy_for(request, policy_id)
        if not _may_repeal(self.policy, request.user):
            raise Http404
        if draft := self._begun(request.user):
            messages.info(request, _("废止它的新文件已经起草，接着写就行。"))
            return redirect("wagtailadmin_pages:edit", draft.pk)
        with transaction.atomic():
            draft = self._draft(self.policy.get_parent().specific, request.user)
        messages.success(
            request, _("已起草废止它的新文件。写好文件和解读后送审，公开的同时旧文件标明已废止。")
        )
        return redirect("wagtailadmin_pages:edit", draft.pk)

    def _begun(self, user: Any) -> PolicyPage | None:
        """A second click goes on with the draft of the first."""
        drafts = PolicyPage.objects.sibling_of(self.policy).filter(live=False, owner=user)
        return drafts.filter(
            relations__kind=PolicyRelation.Kind.REPEALS, relations__target=self.policy
        ).first()

    def _draft(self, department: DepartmentPage, user: Any) -> PolicyPage:
        # Content, not a label: in the language of readers.
        with translation.override(settings.LANGUAGE_CODE):
            title = _("关于废止《%s》的通知") % self.policy.title
        draft = PolicyPage(
            title=title,
            issuers=self.policy.issuers,
            topic=self.policy.topic,
            owner=user,
        )
        draft.relations = [
            PolicyRelation(
                kind=PolicyRelation.Kind.REPEALS,
                target=self.policy,
                title=self.policy.title,
                doc_number=self.policy.doc_number,
            )
        ]
        department.add_child(instance=draft)
        draft.save_revision(user=user)
        return draft


class JoinView(SetView):
    """POST: say which departments draft this document together."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        self.policy = self.policy_for(request, policy_id)
        ids = [int(pk) for pk in request.POST.getlist("departments") if is_id(pk)]
        try:
            join(policy_id, request.user, ids, request.POST.get("shown", ""))
        except NotAsShown as refusal:
            context = self.get_context_data(error=str(refusal), ticked=ids)
            return self.render_to_response(context, status=409)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已保存。勾选的部门可以看、可以改这组内容。"))
        return redirect("releases:set", policy_id)
