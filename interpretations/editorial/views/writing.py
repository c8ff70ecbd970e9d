"""A reviewer who writes: choosing to, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from interpretations.editorial.access.pages import pages_visible_to
from interpretations.editorial.guard.reviewers import choose_to_write, forget_choice
from interpretations.models import InterpretationPage
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Refusal
from interpretations.releases.submission.undo import pages_with_words_of, undo


class DraftView(View):
    """A draft that this person may write; any other is answered as if it never was (P7)."""

    def dispatch(self, request: HttpRequest, draft_id: int, **kwargs: Any) -> HttpResponseBase:
        page: Any = Page.objects.filter(pk=draft_id, pk__in=pages_visible_to(request.user)).first()
        page = page and page.specific
        if (
            not isinstance(page, ManagedPage)
            or not page.permissions_for_user(request.user).can_edit()
        ):
            raise Http404
        self.draft = page
        self.policy = page.policy if isinstance(page, InterpretationPage) else page
        self.editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return super().dispatch(request, **kwargs)


class WriteView(DraftView):
    """POST: open the editor all the same."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        choose_to_write(request, self.policy)
        return redirect(get_valid_next_url_from_request(request) or self.editor)


class UndoView(DraftView):
    """POST: take back what this person wrote in the draft, and nothing that others did."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            undo(self.draft.pk, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.editor)
        left = pages_with_words_of(request.user, self.policy)
        if left:
            titles = "、".join(f"「{page.get_admin_display_title()}」" for page in left)
            messages.success(request, _("这一页里您写的已经撤销。您还写过%s。") % titles)
            return redirect("wagtailadmin_pages:edit", left[0].pk)
        forget_choice(request, self.policy)
        messages.success(request, _("您写的已经撤销，可以审这组内容了。"))
        return redirect("releases:set", self.policy.pk)
