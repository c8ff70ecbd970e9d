"""代理 on the desk: who stands in for whom, appointing one's own deputy, ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from interpretations.editorial.access.deputies import (
    appoint,
    deputations_of,
    end,
    manages_deputies,
    may_end,
)
from interpretations.editorial.forms import DeputationForm
from interpretations.models.refusals import Refusal


class DeputiesView(WagtailAdminTemplateMixin, View):
    """GET lists what is and will be; POST appoints, or says why not."""

    template_name = "interpretations/admin/deputies.html"
    header_icon = "user"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        data = form.cleaned_data
        principal = data.get("principal") or request.user
        try:
            row = appoint(request.user, principal, data["deputy"], data["starts"], data["ends"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=422)
        messages.success(
            request,
            _("%(deputy)s将代理%(principal)s。")
            % {
                "deputy": row.deputy.get_full_name(),
                "principal": row.principal.get_full_name(),
            },
        )
        return redirect("releases:deputies")

    def _form(self, data: Any = None) -> DeputationForm:
        user = self.request.user
        return DeputationForm(data, user=user, anybody=manages_deputies(user))

    def _page(self, form: DeputationForm, status: int = 200) -> HttpResponse:
        user = self.request.user
        context = self.get_context_data(
            form=form,
            media=form.media,
            rows=[(row, may_end(row, user)) for row in deputations_of(user)],
            today=timezone.localdate(),
        )
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return _("代理")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("releases:index"), "label": _("发布单")},
            {"url": "", "label": _("代理")},
        ]


class EndDeputationView(View):
    """POST: end one at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            end(pk, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("代理已经结束。"))
        return redirect("releases:deputies")
