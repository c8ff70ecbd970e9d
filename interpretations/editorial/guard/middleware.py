"""The front of the guard: every request to the admin passes here (P2, P3, P7).

Refuses by default what changes a page of a release, keeps an unsafe request whole or
undone, and turns the refusals of the layers below into sentences. docs/doors.md, What holds.
"""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation

from interpretations.editorial.guard.answers import (
    answer,
    full_disk,
    given_back,
    language_of,
    sentence_of,
)
from interpretations.editorial.guard.named import UNSAFE
from interpretations.editorial.guard.outside import signed_out
from interpretations.editorial.guard.reports import REPORTS
from interpretations.editorial.guard.reviewers import tell_of_authorship, without_autosave
from interpretations.editorial.guard.rules import refuse_closed_door
from interpretations.models.guard import rules
from interpretations.models.refusals import NotAsShown, Refusal
from media import disk

ADMIN = "/admin/"
# Own views that hold their own transactions: executing a release must be durable.
OWN_TRANSACTIONS = ("/admin/releases/", "/admin/media/")


class GuardedRequest(HttpRequest):
    """What the guard notes on a request: the person's language, and that it refused."""

    desk_language: str
    guard_refused: bool


class EditorialGuardMiddleware:
    """Stands innermost, so that its answers pass sessions and messages on their way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ADMIN):
            return self.get_response(request)
        with rules.frozen_pages_read_once():
            response = self._whole_or_undone(request)
        if _is_undone(request, response):
            _take_back_praise(request)
        return _given_back(request, response) or response

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse before the view runs; a 404 raised here is Django's own."""
        if not request.path.startswith(ADMIN):
            return None
        match = request.resolver_match
        assert match is not None  # it led to the view
        if not request.user.is_authenticated:
            return signed_out(request, match)
        if request.method in UNSAFE:
            # Asked now: in a transaction that broke, nothing can be asked any more.
            cast(GuardedRequest, request).desk_language = language_of(request.user)
        try:
            refuse_closed_door(request, match)
        except Refusal as refusal:
            return _refused(request, refusal)
        if report := REPORTS.get(match.view_name):
            return report(request, *args, **kwargs)
        return None

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        """Answer 409 with a form that did not show what stands there now.

        The editor of somebody who could review the set saves when they press the button alone; a
        form of a file tells them what saving does.
        """
        without_autosave(request, response)
        tell_of_authorship(request)
        form = (response.context_data or {}).get("form")
        if isinstance(form, BaseForm) and form.has_error(NON_FIELD_ERRORS, NotAsShown.code):
            response.status_code = 409
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Say what the layers below refused; whatever else went wrong is not ours."""
        if not request.path.startswith(ADMIN):
            return None
        return _refused(request, exception)

    def _whole_or_undone(self, request: HttpRequest) -> HttpResponseBase:
        """One transaction around an unsafe request, opened when its body has arrived.

        People who have not signed in get none: they must not hold the write lock.
        """
        if not _needs_transaction(request):
            return self.get_response(request)
        _read_body(request)
        with transaction.atomic():
            response = self.get_response(request)
            # Exceptions have become responses by now.
            if _is_undone(request, response):
                transaction.set_rollback(True)
        return response


def _is_undone(request: HttpRequest, response: HttpResponseBase) -> bool:
    return getattr(request, "guard_refused", False) or response.status_code >= 500


def _take_back_praise(request: HttpRequest) -> None:
    """A view may say 「已删除」 before it deletes: what was undone did not go well."""
    said = _said_now(request)
    said[:] = [message for message in said if message.level >= messages.WARNING]


def _said_now(request: HttpRequest) -> list[Any]:
    """The messages of this request; Django itself takes back only all that were said before."""
    storage = messages.get_messages(request)
    return cast(Any, storage)._queued_messages if isinstance(storage, BaseStorage) else []


def _given_back(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase | None:
    """Who wrote for a page that is gone, or that became another's, finds it all in the answer."""
    language = getattr(request, "desk_language", None)
    # Without one no view of the desk was asked: another site's form gets no button of ours.
    if language is None or not (
        response.status_code in (403, 404) or _sent_away(request, response)
    ):
        return None
    with translation.override(language):
        kept = given_back(request, 404 if response.status_code == 404 else 403)
    if kept:  # says it on this page
        _said_now(request).clear()
    return kept


def _sent_away(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether Wagtail answered a missing permission as it does: with its home and a message."""
    return (
        isinstance(response, HttpResponseRedirect)
        and response.url == reverse("wagtailadmin_home")
        and any(message.level >= messages.ERROR for message in _said_now(request))
    )


def _needs_transaction(request: HttpRequest) -> bool:
    return (
        request.method in UNSAFE
        and not request.path.startswith(OWN_TRANSACTIONS)
        and request.user.is_authenticated
    )


def _read_body(request: HttpRequest) -> None:
    """A slow upload must not hold the write lock of every release."""
    if request.method == "POST" and request.content_type == "multipart/form-data":
        _ = request.POST
    else:
        _ = request.body


def _refused(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
    """Answer in the language of the person's own desk; None for what is no refusal of ours."""
    language = getattr(request, "desk_language", None) or language_of(request.user)
    with translation.override(language):
        if disk.is_full(exception):
            response = full_disk(request)
        elif sentence := sentence_of(exception):
            response = answer(request, sentence)
        else:
            return None
        cast(GuardedRequest, request).guard_refused = True
        return response
