"""Refusals before any view, to readers, programs and the desk: asked too often, sent too much, or
by a form that is not ours. What was typed at the desk is kept by `editorial.guard`.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from interpretations.editorial.guard.answers import language_of, wants_json
from interpretations.editorial.guard.outside import signed_in_elsewhere, told

ADMIN, API = "/admin/", "/api/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was made before its sender signed in again; a stranger's form too."""
    if not request.path.startswith(ADMIN):
        return _forbidden()
    with translation.override(language_of(request.user)):
        return signed_in_elsewhere(request) or _forbidden()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a body too large to be read, or a request that no page of this site sends."""
    user = getattr(request, "user", None)
    with translation.override(language_of(user)):
        sentence, status = _refusal_of(exception)
        if request.path.startswith(ADMIN) and wants_json(request):
            return told(sentence, status)
        return _page(sentence, status)


def asked_too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: nothing was done; the sentence and `Retry-After` say after how many seconds to try."""
    if request.path_info.startswith(ADMIN):
        answer = _at_the_desk(request, seconds)
    else:
        answer = _to_a_reader(request, _("查得太密了。请过 %d 秒再试。") % seconds)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer


def _at_the_desk(request: HttpRequest, seconds: int) -> HttpResponse:
    with translation.override(language_of(request.user)):
        if wants_json(request):
            return told(_("操作太密了，这一步没有做。请过 %d 秒再试。") % seconds, 429)
        sentence = _(
            "操作太密了，没有收下，也没有保存。请按浏览器的「后退」，写的内容还在；过 %d 秒再试。"
        )
        return _page(sentence % seconds, 429)


def _to_a_reader(request: HttpRequest, sentence: str) -> HttpResponse:
    """The API's programs get what its other refusals look like."""
    if request.path_info.startswith(API):
        return JsonResponse({"message": sentence}, status=429)
    return _page(sentence, 429)


def _page(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", {"sentence": sentence}), status=status)


def _forbidden() -> HttpResponse:
    return HttpResponse(render_to_string("403.html"), status=403)


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
