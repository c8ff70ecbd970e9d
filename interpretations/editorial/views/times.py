"""The time of a release, set by whoever signs it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.editorial.forms import TimeForm
from interpretations.editorial.views.release import ReleaseView, release_if_due, shown_in
from interpretations.models import Release
from interpretations.models.kinds import ReleaseState
from interpretations.models.refusals import Incomplete, Refusal
from interpretations.releases.records.story import told_time
from interpretations.releases.records.times import times_of
from interpretations.releases.scheduling.times import set_time


class TimeView(ReleaseView):
    """POST: a signer sets when the release goes out; now, if it is approved."""

    http_method_names = ["post"]
    form_name, offered_by = "time_form", "may_set_time"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = TimeForm(request.POST, release=self.release)
        if not form.is_valid():
            return self.page(form, _("时间没有改。请看下面写的。"), status=422)
        try:
            why = form.cleaned_data["why"]
            release = set_time(pk, request.user, form.moment, why, shown_in(request))
        except Refusal as refusal:
            self.release.refresh_from_db()
            status = 422 if isinstance(refusal, Incomplete) else 409
            return self.page(form, str(refusal), status=status)
        if release.is_stopped:
            messages.warning(request, _stays_stopped(release))
        elif release.state == ReleaseState.APPROVED:
            release_if_due(request, release)
        elif goes_out_at := release.goes_out_at:
            moment = date_format(timezone.localtime(goes_out_at), _("Y年n月j日 H:i"))
            messages.success(request, _("生效时间已定：%s。") % moment)
        else:
            messages.success(request, _("生效时间已定：审完就发。"))
        return redirect("releases:detail", pk)


def _stays_stopped(release: Release) -> str:
    """A new time mends nothing: what failed goes out when somebody has resumed it."""
    return _(
        "生效时间记下了：%s。这张发布单没有发布成功，还停着，到时不会自动发布。"
        "问题处理好后，请按「问题已处理」。"
    ) % told_time(times_of(release))
