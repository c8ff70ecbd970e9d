"""A refusal as an answer: one sentence in a message or in JSON, never an error page."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from interpretations.editorial.guard.kept import is_written_in, with_what_was_typed
from interpretations.models.refusals import (
    FileInUse,
    FixedShelf,
    Frozen,
    NoPrivacy,
    OneSite,
    OnlyByRelease,
    Refusal,
    ReservedSlug,
    Unreadable,
)
from media.refusals import FULL_DISK

FULL = 507  # Insufficient Storage
TRIGGER_MESSAGE = re.compile(r"guard:(\w+):(\w+)")
APPEND_ONLY = _("这条记录只增不改，不能修改或删除。")
STILL_USED = _("别的内容还在使用它，不能删除。请先在那些内容里换掉它。")
BY_TRIGGERS = (FileInUse, FixedShelf, Frozen, NoPrivacy, OneSite, OnlyByRelease, ReservedSlug)
SENTENCES: dict[str, str | Promise] = {
    **{kind.code: kind.sentence for kind in BY_TRIGGERS},
    "append_only": APPEND_ONLY,
}


def sentence_of(exception: BaseException) -> str | None:
    """Return what to tell the person, None for an exception that is no refusal of ours."""
    if isinstance(exception, Refusal):
        return str(exception)
    if isinstance(exception, MultiValueDictKeyError | ValidationError):
        return str(Unreadable.sentence)
    if isinstance(exception, ProtectedError):
        return str(STILL_USED)
    if isinstance(exception, IntegrityError) and (match := TRIGGER_MESSAGE.search(str(exception))):
        return str(SENTENCES.get(match.group(1), Refusal.sentence))
    return None


def language_of(user: Any) -> str:
    """The language that a person chose for the desk; Wagtail sets it inside its views only.

    The profile stays on the user once read: a broken transaction answers no query.
    """
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else settings.LANGUAGE_CODE


def answer(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say the sentence where the person is, in the form the client understands.

    A form that people write in comes back with what they wrote.
    """
    if wants_json(request):
        return _locked(sentence)
    back = _where_they_were(request)
    if is_written_in(request) and (kept := with_what_was_typed(request, 409, sentence, back)):
        return kept
    messages.error(request, sentence)
    return redirect(back)


def given_back(request: HttpRequest, status: int) -> HttpResponse | None:
    """What was written for a page that is gone or no longer this person's; None for a choice.

    One sentence for both: whether there is such a page is not told (P7).
    """
    if wants_json(request) or not is_written_in(request):
        return None
    sentence = _("这一页已经不在了，或者现在不归您写。这一次没有保存。")
    return with_what_was_typed(request, status, str(sentence), reverse("wagtailadmin_home"))


def full_disk(request: HttpRequest) -> HttpResponse:
    """Say that nothing was saved; what was typed is still there for whoever goes back.

    Asks the database nothing: it may be what is full.
    """
    if wants_json(request):
        return _locked(str(FULL_DISK))
    page = render_to_string("full_disk.html", {"sentence": FULL_DISK})
    return HttpResponse(page, status=FULL)


def _locked(sentence: str) -> JsonResponse:
    # The editor shows a text of ours only under this code (docs/doors.md, point 16).
    return JsonResponse(
        {"success": False, "error_code": "locked", "error_message": sentence}, status=409
    )


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, which shows people no page."""
    return (
        not request.accepts("text/html")
        or request.content_type == "application/json"
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.path.startswith(reverse("wagtailadmin_home") + "api/")
    )


def _where_they_were(request: HttpRequest) -> str:
    """`next`, else the page's editor, else the page they came from, else the desk."""
    if next_url := get_valid_next_url_from_request(request):
        return next_url
    kwargs: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    page_id = kwargs.get("page_id") or kwargs.get("page_to_move_id")
    page = Page.objects.filter(pk=page_id).specific().first() if page_id else None
    if page and page.permissions_for_user(request.user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    came_from = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return came_from
    return reverse("wagtailadmin_home")
