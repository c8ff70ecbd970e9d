"""What the admin may do to a page that belongs to a release, or has one standing on it.

Denied by default: a view that is not listed here changes no such page (P2, P3).
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from wagtail.models import BaseViewRestriction, Collection, CollectionMember, Page

from interpretations.editorial.access.pages import files_visible_to, pages_visible_to
from interpretations.editorial.access.releases import sets_visible_to
from interpretations.editorial.guard.managed import refuse_unmanaged
from interpretations.editorial.guard.named import (
    PAGE_LISTS,
    UNSAFE,
    Named,
    impossible,
    named_by,
    unreadable,
)
from interpretations.models.guard import places, rules
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import (
    FileInUse,
    Frozen,
    NoPrivacy,
    OnlyByRelease,
    Unreadable,
)
from media.delivery import KINDS
from media.models import FrozenFile
from media.row_numbers import is_row_number

PAGES = "wagtailadmin_pages:"
# Nothing of a page is written: previews live in the session.
HARMLESS = frozenset({f"{PAGES}preview_on_edit", f"{PAGES}preview_on_add"})
# A draft below is nobody's public text; what is added is a draft whatever it says.
ADDING = frozenset({f"{PAGES}add", f"{PAGES}add_subpage"})
# Drafts may be written and locked while no release holds them.
DRAFTING = frozenset(
    {
        f"{PAGES}edit",
        f"{PAGES}revisions_revert",
        f"{PAGES}lock",
        f"{PAGES}unlock",
    }
)
DELETING = f"{PAGES}delete"
# Locking a public page is a note among colleagues; readers see nothing of it.
OPEN_ON_ANCESTORS = HARMLESS | ADDING | DRAFTING | {"wagtailadmin_workflows:remove"}
COLLECTION_EDITING = "wagtailadmin_collections:edit"
# What lies in a collection, and goes with it to other people when it is moved.
COLLECTED = {model: kind for model, kind in KINDS.items() if issubclass(model, CollectionMember)}
PRIVACY = frozenset({f"{PAGES}set_privacy", "wagtailadmin_collections:set_privacy"})
# Wagtail's own test of its error page, and its sizes of a picture on demand: they have no reader
# here, and would decode it in the site's own process.
NOT_HERE = frozenset(
    {
        "wagtailadmin_error_test",
        "wagtailimages:url_generator",
        "wagtailimages:url_generator_output",
        "wagtailimages:preview",
    }
)


def refuse_closed_door(request: HttpRequest, match: ResolverMatch) -> None:
    """Raise the refusal of an unsafe request, 404 for what the person may not know of."""
    named = named_by(request, match)
    _refuse_unanswerable(request, match, named)
    refuse_unmanaged(request.user, match)
    refuse_unseen(request, named)
    if request.method not in UNSAFE:
        return
    view = match.view_name
    if view in PRIVACY:
        # A restriction of before may be taken away.
        if request.POST.get("restriction_type") != BaseViewRestriction.NONE:
            raise NoPrivacy
        return
    _refuse_for_files(request, match, named)
    if view in HARMLESS:
        return
    for page in _specific(named.pages):
        if isinstance(page, ManagedPage):
            _refuse_on_managed(page, view, request)
        elif view not in OPEN_ON_ANCESTORS:
            rules.refuse_tree_change(page)
            places.refuse_shelf_change(page)
    _refuse_under(named)


def _refuse_unanswerable(request: HttpRequest, match: ResolverMatch, named: Named) -> None:
    """Refuse what no page of ours sends, and on which a view of Wagtail would break."""
    if match.view_name in NOT_HERE or impossible(request, match):
        raise Http404
    if match.view_name in PAGE_LISTS and Page.objects.filter(pk__in=named.pages, depth=1).exists():
        raise Http404  # nobody chooses the root of the tree, which has no parent to be named
    if request.method in UNSAFE and unreadable(request):
        raise Unreadable


def refuse_unseen(request: HttpRequest, named: Named) -> None:
    """Answer 404 to an id that the person may not see, as to one that never was (P7)."""
    user = request.user
    if user.is_superuser or not user.is_authenticated:
        return
    if _names_unseen_page(user, named):
        raise Http404
    for model, ids in named.files.items():
        numbers = [pk for pk in ids if is_row_number(pk)]
        if files_visible_to(user, model).filter(pk__in=numbers).count() != len(ids):
            raise Http404


def _names_unseen_page(user: Any, named: Named) -> bool:
    """What a person may see is a long question: where no page is named, nothing is asked."""
    acted_on = named.pages | named.targets
    if not (acted_on or named.asked):
        return False
    seen = pages_visible_to(user)
    # Not one that never was either: Wagtail's views answer for it otherwise than with 404.
    if acted_on and seen.filter(pk__in=acted_on).count() != len(acted_on):
        return True
    visible = seen.values("pk")
    # Reviewers have no rights on a page, and know its set all the same.
    unseen = Page.objects.filter(pk__in=named.asked).exclude(pk__in=visible)
    return unseen.exists() and unseen.exclude(pk__in=sets_visible_to(user).values("pk")).exists()


def _specific(ids: frozenset[int]) -> list[Page]:
    return list(Page.objects.filter(pk__in=ids).specific(defer=True)) if ids else []


def _refuse_on_managed(page: ManagedPage, view: str, request: HttpRequest) -> None:
    if view in ADDING:
        return
    if view == DELETING:
        rules.refuse_page_removal(page)
        return
    frozen = rules.is_frozen(page.pk)
    if view in DRAFTING and not (frozen and _not_shown_again(view, request)):
        return
    if frozen:
        raise Frozen
    if page.live:
        raise OnlyByRelease
    raise OnlyByRelease(
        _("政策文件和解读不能单独发布、移动或复制，只随发布单公开。草稿可以继续编辑。")
    )


def _not_shown_again(view: str, request: HttpRequest) -> bool:
    """The editor shows a locked page with what was typed; every other answer loses nothing."""
    editor = view in (f"{PAGES}edit", f"{PAGES}revisions_revert")
    return not (editor and request.accepts("text/html"))


def _refuse_under(named: Named) -> None:
    """Nothing is moved or copied under a policy document or an interpretation."""
    for page in _specific(named.targets - named.pages):
        if isinstance(page, ManagedPage):
            raise OnlyByRelease(_("政策文件下面的解读只能新建，不能移入或复制。"))


def _refuse_for_files(request: HttpRequest, match: ResolverMatch, named: Named) -> None:
    if match.view_name == COLLECTION_EDITING:
        _refuse_moving_files(match.kwargs["pk"], request.POST.get("parent", ""))
    if request.FILES:
        _refuse_replacing(named)


def _refuse_moving_files(collection_id: int, parent_id: str) -> None:
    """A frozen file stays where it is, also when its whole collection would be moved."""
    moved = Collection.objects.filter(pk=collection_id, depth__gt=1).first()
    if moved is None or parent_id in ("", str(moved.get_parent().pk)):
        return
    for model, kind in COLLECTED.items():
        files = model._default_manager.filter(collection__path__startswith=moved.path)
        if FrozenFile.objects.filter(kind=kind, object_id__in=files.values("pk")).exists():
            raise FileInUse


def _refuse_replacing(named: Named) -> None:
    """Wagtail's form deletes the old bytes before it saves: a refusal at the save is too late."""
    for model, ids in named.files.items():
        frozen = FrozenFile.objects.filter(
            kind=KINDS[model], object_id__in=[int(pk) for pk in ids if pk.isdecimal()]
        )
        if frozen.exists():
            raise FileInUse
