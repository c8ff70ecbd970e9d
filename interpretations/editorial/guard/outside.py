"""Refusals before any view of ours: who signed out, signed in again, or sent too much.

What was typed comes back with the page, and goes once more with one press.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import ResolverMatch, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.account import LoginView

from interpretations.editorial.guard.answers import language_of, wants_json
from interpretations.editorial.guard.kept import LOGIN, with_what_was_typed
from interpretations.editorial.guard.named import UNSAFE

ADMIN, API = "/admin/", "/api/"
# Views for people who have not signed in; the others of Wagtail send them to the login page.
OPEN = re.compile("wagtailadmin_(login|logout|password_reset.*|javascript_catalog|sprite)$")


def signed_out(request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
    """Answer whose session has ended, before the login page takes the place of what was typed.

    None where nothing would be lost: the login page itself is the answer then.
    """
    if OPEN.match(match.view_name):
        return None
    if wants_json(request):
        return _told(_("您已经退出登录，这一步没有做。请在新窗口登录，再回到这里继续。"), 401)
    return with_what_was_typed(request, 401) if request.method in UNSAFE else None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was made before its sender signed in again; a stranger's form too."""
    if not request.path.startswith(ADMIN):
        return HttpResponse(render_to_string("403.html"), status=403)
    with translation.override(language_of(request.user)):
        if request.resolver_match and request.resolver_match.view_name == LOGIN:
            return _once_more_to_the_login(request)
        if wants_json(request):
            sentence = _(
                "您在别的窗口重新登录过，这一步没有做。请先按「保存草稿」，写的内容不会丢。"
            )
            return _told(sentence, 403)
        kept = with_what_was_typed(request, 403) if _sent_from_here(request) else None
        return kept or HttpResponse(render_to_string("403.html"), status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a body too large to be read, or a request that no page of this site sends."""
    user = getattr(request, "user", None)
    with translation.override(language_of(user)):
        sentence, status = _refusal_of(exception)
        if request.path.startswith(ADMIN) and wants_json(request):
            return _told(sentence, status)
        return _page(sentence, status)


def asked_too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: nothing was done; the sentence and `Retry-After` say after how many seconds to try."""
    if request.path_info.startswith(ADMIN):
        answer = _sent_too_often(request, seconds)
    else:
        sentence = _("查得太密了。请过 %d 秒再试。") % seconds
        answer = _page_or_message(request, sentence)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer


def _sent_too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    with translation.override(language_of(request.user)):
        if wants_json(request):
            return _told(_("操作太密了，这一步没有做。请过 %d 秒再试。") % seconds, 429)
        sentence = _(
            "操作太密了，没有收下，也没有保存。请按浏览器的「后退」，写的内容还在；过 %d 秒再试。"
        )
        return _page(sentence % seconds, 429)


def _page_or_message(request: HttpRequest, sentence: str) -> HttpResponse:
    """The API's programs get what its other refusals look like."""
    if request.path_info.startswith(API):
        return JsonResponse({"message": sentence}, status=429)
    return _page(sentence, 429)


def _page(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", {"sentence": sentence}), status=status)


def _refusal_of(exception: Exception) -> tuple[str, int]:
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        sentence = _(
            "这次交的文字超过 %s，没有收下，也没有保存。请按浏览器的「后退」，"
            "写的内容还在；减少一些或分成几份，再保存。"
        )
        return sentence % most, 413
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        sentence = _(
            "这次交的格子或文件太多，没有收下，也没有保存。请按浏览器的「后退」，"
            "写的内容还在；分成几份，再保存。"
        )
        return sentence, 413
    return _("这个请求网站看不懂，什么都没有做。请回到上一页重新打开再试。"), 400


def _told(sentence: str, status: int) -> JsonResponse:
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
