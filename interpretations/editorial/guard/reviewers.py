"""Whoever could review a set is asked before they write in it, and is not autosaved (P4).

Their words would bar them from reviewing it, and a set may have nobody else.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.guard import rules
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Refusal
from interpretations.releases.review.outlook import could_review
from interpretations.releases.submission.undo import pages_with_words_of

# In the session: the documents in whose sets this person chose to write.
CHOSEN = "writes_in"
# On a request: the editor is shown without autosave.
BY_HAND = "saved_by_hand"


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask before the editor of a page opens; tell whoever has written already."""
    if not isinstance(page, ManagedPage) or rules.is_frozen(page.pk):
        return None
    policy = page.policy if isinstance(page, InterpretationPage) else page
    return _before_writing(request, policy, page)


def before_create(request: HttpRequest, parent: Page) -> HttpResponse | None:
    """Ask before another interpretation is begun; a new document is a set of its own."""
    return _before_writing(request, parent, None) if isinstance(parent, PolicyPage) else None


def choose_to_write(request: HttpRequest, policy: PolicyPage) -> None:
    """Remember that this person was asked, as long as they are signed in."""
    request.session[CHOSEN] = sorted({*request.session.get(CHOSEN, []), policy.pk})


def forget_choice(request: HttpRequest, policy: PolicyPage) -> None:
    """Whoever took back what they wrote is asked again."""
    request.session[CHOSEN] = [pk for pk in request.session.get(CHOSEN, []) if pk != policy.pk]


def without_autosave(request: HttpRequest, response: Any) -> None:
    """Wagtail switches autosave on for everybody or for nobody."""
    if getattr(request, BY_HAND, False) and response.context_data:
        response.context_data.update(autosave_enabled=False, autosave_indicator=None)


def _before_writing(
    request: HttpRequest, policy: PolicyPage, page: ManagedPage | None
) -> HttpResponse | None:
    if not could_review(request.user, policy) or _drafted(request.user, policy):
        return None
    if written := pages_with_words_of(request.user, policy):
        if request.method == "GET":
            _tell(request, policy, page, written)
        return None
    if not request.accepts("text/html"):
        raise Refusal(
            _(
                "没有自动保存：您能审这组内容，写了就不能再审。要改，请重新打开这一页，选「我要修改」。"
            )
        )
    setattr(request, BY_HAND, True)
    if request.method != "GET":
        return None  # somebody pressed the button; the next page says what follows, and how to undo
    if policy.pk in request.session.get(CHOSEN, []):
        messages.info(
            request,
            _("保存以后，您不能再审这组内容（可以撤销）。这里不自动保存，改完请按「保存草稿」。"),
        )
        return None
    return TemplateResponse(
        request,
        "interpretations/admin/ask_reviewer.html",
        {"policy": policy, "page": page, "next": request.get_full_path()},
    )


def _drafted(user: Any, policy: PolicyPage) -> bool:
    """Whoever began the document does not expect to review it: nothing is asked of them."""
    first = policy.contributions.order_by("pk").first()
    return not policy.first_published_at and first is not None and first.user_id == user.pk


def _tell(
    request: HttpRequest, policy: PolicyPage, page: ManagedPage | None, written: list[ManagedPage]
) -> None:
    titles = "、".join(f"「{one.get_admin_display_title()}」" for one in written)
    told = _("您写过%s，现在不能审这组内容。要审，先撤销您写的。") % titles
    if page in written:
        told = format_html(
            '{} <span class="buttons"><button type="button"'
            ' class="button button-small button-secondary" data-controller="w-action"'
            ' data-action="w-action#post" data-w-action-url-value="{}">{}</button></span>',
            told,
            reverse("releases:undo", args=[page.pk]),
            _("撤销我的修改"),
        )
    messages.warning(request, told)
