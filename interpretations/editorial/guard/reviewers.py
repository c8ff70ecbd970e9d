"""Whoever could review a set is asked before they write in it, and is not autosaved (P4).

Their words would bar them from reviewing it, and a set may have nobody else.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import ResolverMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from interpretations.editorial.access.pages import pages_visible_to
from interpretations.models import InterpretationPage, PolicyPage
from interpretations.models.guard import rules
from interpretations.models.guard.references import references_of, target_of
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import Refusal
from interpretations.releases.review.outlook import could_review, is_reviewer
from interpretations.releases.submission.undo import pages_with_words_of
from media.row_numbers import is_row_number

# In the session: the documents in whose sets this person chose to write.
CHOSEN = "writes_in"
# How many sets a sentence names.
NAMED = 3
# The forms in which words stand that no draft holds: model, and where the address has its number.
ROW_FORMS = {
    "wagtailimages:edit": ("media.SiteImage", "image_id"),
    "wagtaildocs:edit": ("media.SiteDocument", "document_id"),
    "media_desk:recording": ("media.Recording", "pk"),
    **{
        f"wagtailsnippets_{label.lower().replace('.', '_')}:edit": (label, "pk")
        for label in rules.PINNED_MODELS
    },
}
# On a request: the editor is shown without autosave.
BY_HAND = "saved_by_hand"


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask before the editor of a page opens; tell whoever has written already."""
    if not isinstance(page, ManagedPage) or rules.is_frozen(page.pk):
        return None
    return _before_writing(request, _document_of(page), page)


def before_create(request: HttpRequest, parent: Page) -> HttpResponse | None:
    """Ask before another interpretation is begun; a new document is a set of its own."""
    return _before_writing(request, parent, None) if isinstance(parent, PolicyPage) else None


def tell_of_authorship(request: HttpRequest) -> None:
    """Tell whoever opens the form of a file or a list entry of whose set it makes them an author.

    It has no draft to look at first and nothing saves it by itself, so nobody is asked.
    """
    match, user = request.resolver_match, request.user
    row = _row_edited(match) if match and request.method == "GET" else None
    if row is None or not is_reviewer(user):
        return
    barred = {policy.pk: policy for policy in _sets_drafted_with(row) if _would_bar(user, policy)}
    if barred:
        told = _("%s用到它，送审后可以由您审。您在这里保存了修改，就不能再审。")
        messages.warning(request, told % _named(user, barred))


def _would_bar(user: Any, policy: PolicyPage) -> bool:
    """Whether writing in a set takes a review from this person that they still expect."""
    return (
        could_review(user, policy)
        and not _drafted(user, policy)
        and not pages_with_words_of(user, policy)
    )


def _named(user: Any, sets: dict[int, PolicyPage]) -> str:
    """Name the sets that this person sees, and the others without their titles (P7)."""
    seen = pages_visible_to(user).filter(pk__in=sets).values_list("pk", flat=True)
    titles = [f"「{sets[pk].get_admin_display_title()}」" for pk in sorted(seen)]
    named = "、".join(titles[:NAMED])
    if len(titles) > NAMED:
        named = _("%(named)s等 %(count)d 组内容") % {"named": named, "count": len(titles)}
    elsewhere = [_("别的部门的内容")] if len(titles) < len(sets) else []
    return "、".join(filter(None, [named, *elsewhere]))


def _row_edited(match: ResolverMatch) -> Model | None:
    """The file or list entry whose form this is; None for any other address."""
    if match.view_name not in ROW_FORMS:
        return None
    label, name = ROW_FORMS[match.view_name]
    key = unquote(str(match.kwargs.get(name, "")))
    return apps.get_model(label).objects.filter(pk=key).first() if is_row_number(key) else None


def _sets_drafted_with(row: Model) -> Iterator[PolicyPage]:
    """The documents of whose sets a draft names this row.

    The index holds what stands in the row of a page; of a public one that is not its draft.
    """
    named = ReferenceIndex.get_references_to(row).values("object_id")
    ids = named.annotate(page=Cast("object_id", BigIntegerField())).values("page")
    for model in (PolicyPage, InterpretationPage):
        base = ContentType.objects.get_for_model(Page)
        drafts = model.objects.filter(live=False, pk__in=ids.filter(base_content_type=base))
        changed = model.objects.filter(live=True, has_unpublished_changes=True)
        target = target_of(type(row), row.pk)
        for page in drafts:
            yield _document_of(page)
        for page in changed.select_related("latest_revision"):
            if target in references_of(page.latest_revision.as_object()):
                yield _document_of(page)


def _document_of(page: ManagedPage) -> PolicyPage:
    return page.policy if isinstance(page, InterpretationPage) else page


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
