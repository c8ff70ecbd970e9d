"""A form that could not be taken comes back as it was sent, and goes once more with one press."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

LOGIN = "wagtailadmin_login"
# Views whose forms hold words, and not only a choice: Wagtail's, and those of the desk.
WRITTEN_IN = re.compile(
    "(:(edit|add|copy|create|revisions_revert)|_account"
    "|^releases:(submit|act|decide|take_back|time|emergency|deputies|drop)|^media_desk:recording)$"
)
# What a page never carries back.
NOT_KEPT = re.compile("password|csrfmiddlewaretoken")


def is_written_in(request: HttpRequest) -> bool:
    """Whether a form was sent in which people write."""
    match = request.resolver_match
    return request.method == "POST" and bool(match and WRITTEN_IN.search(match.view_name))


def with_what_was_typed(
    request: HttpRequest, status: int, sentence: str = "", back: str = ""
) -> HttpResponse | None:
    """A page that holds the form as it was sent; None for a form in which nothing stood.

    `sentence` says why it was refused to somebody who is signed in, `back` leads where they were.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not NOT_KEPT.search(name)
    ]
    if not any(value.strip() for name, value in typed if name != "next"):
        return None
    context = {
        "typed": typed,
        "files": bool(request.FILES),
        "action": request.get_full_path(),
        "login": reverse(LOGIN),
        "signed_in": request.user.is_authenticated,
        "sentence": sentence,
        "back": back,
    }
    return render(request, "interpretations/admin/typed_kept.html", context, status=status)
