"""影音 on the desk: what there is and how far it is, uploading, words, trying again, deleting."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.forms import ShownRowForm
from media.freeze import is_frozen
from media.intake.acceptance import limits
from media.models import Recording
from media.permissions import permission_policy
from media.recordings.poster import replace_poster, taken
from media.recordings.sentences import state_of
from media.recordings.work import retry
from media.refusals import FileInUse, Refusal
from media.sandbox.runner import MEGABYTE
from media.typed import given_back, typed_in

ANY = ["add", "change", "delete"]


class StateColumn(Column):
    """How far a recording is, as a sentence that the page keeps up to date."""

    cell_template_name = "media/admin/_recording_state.html"

    def get_value(self, instance: Recording) -> Any:
        return {"recording": instance, "sentence": state_of(instance)}


class LengthColumn(Column):
    """How long it is, once that is known."""

    def get_value(self, instance: Recording) -> str:
        return instance.length if instance.duration else ""


class RecordingFilterSet(WagtailFilterSet):
    """Narrows the list to films or sounds, and to those that still need somebody."""

    class Meta:
        model = Recording
        fields = ["kind", "state"]


class RecordingIndexView(IndexView):
    """Recordings that this person may use, newest first, and the way to upload another."""

    model = Recording
    page_title = gettext_lazy("影音")
    header_icon = "media"
    template_name = "media/admin/recordings.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    index_url_name = "media_desk:recordings"
    index_results_url_name = "media_desk:recordings_results"
    edit_url_name = "media_desk:recording"
    default_ordering = "-created_at"
    paginate_by = 30
    permission_policy = permission_policy
    any_permission_required = ANY
    filterset_class = RecordingFilterSet
    columns = [
        TitleColumn("title", label=gettext_lazy("标题"), url_name="media_desk:recording"),
        Column("get_kind_display", label=gettext_lazy("种类")),
        LengthColumn("duration", label=gettext_lazy("时长")),
        StateColumn("state", label=gettext_lazy("状态")),
    ]

    def get_base_queryset(self) -> QuerySet:
        return permission_policy.instances_user_has_any_permission_for(self.request.user, ANY)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        user = self.request.user
        context["collections"] = permission_policy.collections_user_has_permission_for(user, "add")
        context["most_megabytes"] = limits().film_bytes // MEGABYTE
        return context


class RecordingForm(ShownRowForm, forms.ModelForm):
    """The words of a recording, and which of its pictures is the poster.

    Its bytes are never replaced, another upload is another row.
    """

    class Meta:
        model = Recording
        fields = ["title", "credit", "rights", "made_by_ai", "poster_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_film:
            del self.fields["poster_at"]

    def clean_poster_at(self) -> float | None:
        second = self.cleaned_data["poster_at"]
        if second is None:
            return None
        duration = self.instance.duration or second
        last_second = math.ceil(duration)  # people and players round the end of a film
        if not 0 <= second <= last_second:
            raise forms.ValidationError(_("请填视频里的一秒，从 0 到 %d。") % last_second)
        return min(second, duration)

    @contextmanager
    def poster(self) -> Iterator[str | None]:
        """The poster that was asked for; None where it stays, or the worker will take it."""
        if "poster_at" in self.changed_data and self.instance.is_ready:
            with taken(self.instance, self.cleaned_data["poster_at"]) as name:
                yield name
        else:
            yield None

    def save_changed(self) -> None:
        """Write what was changed and nothing else: the worker and other people write as well.

        Locks the row in the caller's transaction; raises `Recording.DoesNotExist`.
        """
        Recording.objects.select_for_update().get(pk=self.instance.pk)
        if self.changed_data:
            self.instance.save(update_fields=self.changed_data)


class OwnRecordingView(View):
    """One recording that this person may change; any other is answered as if it never was (P7)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        own = permission_policy.instances_user_has_permission_for(request.user, "change")
        self.recording = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class RecordingView(WagtailAdminTemplateMixin, OwnRecordingView):
    """GET shows a recording; POST saves its words, unless readers rely on them."""

    template_name = "media/admin/recording.html"
    header_icon = "media"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(RecordingForm(instance=self.recording))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        title = self.recording.title
        form = RecordingForm(request.POST, instance=self.recording)
        try:
            if form.is_valid() and self._saved(form):
                messages.success(request, _("「%s」已保存。") % self.recording.title)
                return redirect("media_desk:recordings")
            self.recording.refresh_from_db()
        except Recording.DoesNotExist:
            sentence = _("「%s」刚刚已被删除，没有保存。") % title
            return given_back(request, sentence, typed_in(form), reverse("media_desk:recordings"))
        return self._page(form, status=422)

    def _saved(self, form: RecordingForm) -> bool:
        """Save everything or nothing; the form says why not."""
        try:
            with form.poster() as poster, transaction.atomic():
                form.save_changed()
                if poster is not None:
                    replace_poster(self.recording, poster)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return False
        return True

    def _page(self, form: RecordingForm, status: int = 200) -> HttpResponse:
        frozen = is_frozen(self.recording)
        for bound in form.visible_fields():
            bound.field.disabled = frozen
        context = self.get_context_data(
            form=form,
            recording=self.recording,
            sentence=state_of(self.recording),
            frozen=frozen,
            files=self.recording.files_by_role(),
            # Fields of a frozen recording show what it says, and not what was sent.
            typed=typed_in(form) if frozen and form.is_bound else [],
        )
        return self.render_to_response(context, status=status)

    def get_page_title(self) -> str:
        return self.recording.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        above = {"url": reverse("media_desk:recordings"), "label": _("影音")}
        return [
            *super().get_breadcrumbs_items(),
            above,
            {"url": "", "label": self.get_page_title()},
        ]


class RetryRecordingView(OwnRecordingView):
    """POST lets a recording that failed be tried again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        retry(self.recording)
        messages.success(request, _("「%s」会再处理一次。") % self.recording.title)
        return redirect("media_desk:recordings")


class DeleteRecordingView(OwnRecordingView):
    """POST deletes a recording and all its files, unless a set relies on it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        title = self.recording.title
        try:
            with transaction.atomic():
                self.recording.delete()
        except FileInUse as refusal:
            messages.error(request, str(refusal))
            return redirect("media_desk:recording", pk)
        messages.success(request, _("「%s」已删除。") % title)
        return redirect("media_desk:recordings")


class RecordingStateView(OwnRecordingView):
    """GET: `{state, progress, sentence}`, for the page that keeps itself up to date."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        recording = self.recording
        return JsonResponse(
            {
                "state": recording.state,
                "progress": recording.progress,
                "sentence": state_of(recording),
            }
        )
