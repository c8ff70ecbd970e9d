"""The rules of the guard, each said once: what is refused, and with which sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from interpretations.models.guard import gate
from interpretations.models.kinds import OPEN_STATES
from interpretations.models.refusals import Frozen, OnlyByRelease, Refusal

# Columns of a page that draft bookkeeping may write although the page is public.
DRAFT_COLUMNS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "wagtail_admin_comments",
    }
)
LOCK_COLUMNS = frozenset({"locked", "locked_at", "locked_by"})
# What a pinned revision may reach; deleting one of these would change what is published.
PINNED_MODELS = frozenset(
    {
        "interpretations.Topic",
        "interpretations.Genre",
        "interpretations.InterpretationForm",
        "interpretations.Keyword",
        "media.CaptionTrack",
        "media.ChartDrawing",
        "media.Recording",
        "media.SiteDocument",
        "media.SiteImage",
        "media.SlicedPicture",
    }
)

# What stands on a shelf would go with it, and Wagtail's own scheduler knows no release.
NO_DATES = gettext_lazy("页面不能定时上线或下线。文件和解读的时间写在发布单上，栏目没有期限。")


@dataclass
class _FrozenOnce:
    """The frozen pages as a request first saw them; None until somebody asks."""

    pages: dict[int, int] | None = None


_frozen_once: ContextVar[_FrozenOnce | None] = ContextVar("frozen_pages", default=None)


@contextmanager
def frozen_pages_read_once() -> Iterator[None]:
    """Read the frozen ids at most once for a whole request, not per row (docs/doors.md, Costs)."""
    token = _frozen_once.set(_FrozenOnce())
    try:
        yield
    finally:
        _frozen_once.reset(token)


def _read_frozen() -> dict[int, int]:
    item = apps.get_model("interpretations", "ReleaseItem")
    return dict(item.objects.filter(open=True).values_list("page_id", "release_id"))


def open_release_of(page_id: int) -> int | None:
    """Return the id of the release that freezes this page, if any."""
    remembered = _frozen_once.get()
    if remembered is not None:
        if remembered.pages is None:
            remembered.pages = _read_frozen()
        return remembered.pages.get(page_id)
    item = apps.get_model("interpretations", "ReleaseItem")
    return item.objects.filter(page_id=page_id, open=True).values_list("release", flat=True).first()


def is_frozen(page_id: int) -> bool:
    """Ask the database, never the request's memory: this decides a write."""
    item = apps.get_model("interpretations", "ReleaseItem")
    return item.objects.filter(page_id=page_id, open=True).exists()


def refuse_if_frozen(page_id: int) -> None:
    """Raise `Frozen` while a release holds the page (P3)."""
    if not gate.is_open(page_id) and is_frozen(page_id):
        raise Frozen


def refuse_page_removal(page: Page) -> None:
    """Refuse to delete what is public, frozen, or named by any release (P2, P3, P8)."""
    item = apps.get_model("interpretations", "ReleaseItem")
    subtree = Page.objects.filter(path__startswith=page.path)
    items = item.objects.filter(page__in=subtree)
    if items.filter(open=True).exists():
        raise Frozen
    if items.exists():
        raise Refusal(_("这一页有发布单记录，不能删除。可以停止编辑，留作草稿。"))
    if subtree.filter(publication__isnull=False).exists():
        raise OnlyByRelease


def refuse_tree_change(page: Page) -> None:
    """Refuse to move, rename or close what released or frozen pages stand on (P2)."""
    publication = apps.get_model("interpretations", "Publication")
    item = apps.get_model("interpretations", "ReleaseItem")
    if publication.objects.filter(page__path__startswith=page.path).exists():
        raise OnlyByRelease(_("这一页下面有已公开的内容，它的地址和位置不能改变。"))
    if item.objects.filter(page__path__startswith=page.path, open=True).exists():
        raise Frozen(_("这一页下面有正在审核的内容，它的地址和位置暂时不能改变。"))


def refuse_new_address(page: Page) -> None:
    """Refuse to move or rename what answers 410, and what such pages stand on (P2)."""
    departure = apps.get_model("interpretations", "Departure")
    if departure.objects.filter(page__path__startswith=page.path).exists():
        raise OnlyByRelease(_("这个网址公开过，要告诉公众它为什么撤回，不能改变或另作他用。"))


def refuse_group_removal(group: Group) -> None:
    """Refuse to delete a reviewer of an open release: its seal names every group (P4)."""
    step = apps.get_model("interpretations", "ReviewStep")
    if step.objects.filter(groups=group, release__state__in=OPEN_STATES).exists():
        raise Refusal(_("有发布单正等这个用户组审核，不能删除它。请先审完，或请送审人取回。"))
