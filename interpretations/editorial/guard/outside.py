"""Refusals at the desk before any view of ours: who signed out, or signed in again.

What was typed comes back with the page, and goes once more with one press.
"""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.account import LoginView

from interpretations.editorial.guard.answers import wants_json
from interpretations.editorial.guard.kept import LOGIN, with_what_was_typed
from interpretations.editorial.guard.named import UNSAFE

# Views for people who have not signed in; the others of Wagtail send them to the login page.
OPEN = re.compile("wagtailadmin_(login|logout|password_reset.*|javascript_catalog|sprite)$")


def signed_out(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    """Answer whose session has ended, before the login page takes the place of what was typed.

    None where nothing would be lost: the login page itself is the answer then.
    """
    if OPEN.match(match.view_name):
        return None
    if wants_json(request):
        return told(_("您已经退出登录，这一步没有做。请在新窗口登录，再回到这里继续。"), 401)
    return with_what_was_typed(request, 401) if request.method in UNSAFE else None


def signed_in_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Answer a form of this site that was made before its sender signed in again; else None."""
    if request.resolver_match and request.resolver_match.view_name == LOGIN:
        return _once_more_to_the_login(request)
    if wants_json(request):
        sentence = _("您在别的窗口重新登录过，这一步没有做。请先按「保存草稿」，写的内容不会丢。")
        return told(sentence, 403)
    return with_what_was_typed(request, 403) if _sent_from_here(request) else None


def told(sentence: str, status: int) -> JsonResponse:
    """The sentence under the names by which Wagtail's editor and our own scripts show one."""
    return JsonResponse(
        {
            "success": False,
            "error_code": "locked",
            "error_message": sentence,
            "problem": sentence,
        },
        status=status,
    )


def _sent_from_here(request: HttpRequest) -> bool:
    """Only a form of this very site comes back: another's must not get a button of ours."""
    sender = request.headers.get("origin") or request.headers.get("referer") or ""
    # `null` and other words are what opaque origins send: no address of ours.
    return sender.startswith(("http://", "https://")) and url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    )


def _once_more_to_the_login(request: HttpRequest) -> HttpResponse:
    """A second press of "sign in" goes where the first one went; an old login page is renewed."""
    if request.user.is_authenticated:
        return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))
    messages.warning(request, _("登录页打开得太久了，请再输一次密码。"))
    view: Any = LoginView.as_view(initial={"username": request.POST.get("username", "")})
    request.method = "GET"
    response = view(request)
    response.status_code = 403
    return response.render()
