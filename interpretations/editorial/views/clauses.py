"""What the editor asks for while somebody writes: which clauses each block may explain."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interpretations.editorial.views.writing import DraftView
from interpretations.models import InterpretationPage
from interpretations.models.clause_fields import typed
from interpretations.models.links_panel import explaining


class ClausesView(DraftView):
    """POST the editor's form of an interpretation: `{html, status}`. Writes nothing."""

    def dispatch(self, request: HttpRequest, draft_id: int, **kwargs: Any) -> HttpResponseBase:
        if not InterpretationPage.objects.filter(pk=draft_id).exists():
            raise Http404
        return super().dispatch(request, draft_id, **kwargs)

    def post(self, request: HttpRequest) -> JsonResponse:
        with transaction.atomic():
            page, words = self._as_typed(request)
            context = {"explaining": explaining(page, self.policy, words, request.user)}
            # A form that is looked into may draw charts and cut pictures.
            transaction.set_rollback(True)
        html = render_to_string("interpretations/admin/_clause_blocks.html", context, request)
        return JsonResponse({"html": html, "status": _("已按现在的文字重新列出。")})

    def _as_typed(self, request: HttpRequest) -> tuple[Any, dict[str, str]]:
        """The draft with what the form holds, as a preview has it, and clauses not understood."""
        draft = self.draft.get_latest_revision_as_object()
        data = request.POST.copy()
        data["title"] = data.get("title") or draft.title
        form_class = draft.get_edit_handler().get_form_class()
        form = form_class(data, instance=draft, parent_page=self.policy, for_user=request.user)
        form.defer_required_fields()
        if form.is_valid():
            return form.save(commit=False), {}
        return form.instance, typed(data)
