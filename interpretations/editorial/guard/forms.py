"""The editor's forms: what asks for more than a draft is dropped, what was typed is kept."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models.guard import rules
from interpretations.models.managed import ManagedPage
from interpretations.models.overtaken import newer_than_shown
from interpretations.models.refusals import Frozen

# Keys by which Wagtail's editor publishes or runs a workflow (docs/doors.md, Where the doors are).
MORE_THAN_A_DRAFT = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
    "action-workflow-action",
    "workflow-action-name",
    "workflow-action-extra-data",
    "go_live_at",
    "expire_at",
)
OVERWRITE = "overwrite_revision_id"
NO_SUCH_REVISION = "0"


def draft_only(request: HttpRequest, frozen: bool = False) -> None:
    """Drop the keys that publish or submit and say so; the view then saves a draft at most."""
    if request.method != "POST":
        return
    data = request.POST.copy()
    dropped = [key for key in MORE_THAN_A_DRAFT if data.pop(key, None)]
    if data.get(OVERWRITE) and not str(data[OVERWRITE]).isdecimal():
        data[OVERWRITE] = NO_SUCH_REVISION
    # django-stubs lets nobody put another body in place; Django does.
    request.POST = data  # type: ignore[assignment]
    if frozen:
        messages.error(request, Frozen.sentence)
    elif any(key.startswith("action-") for key in dropped) and request.accepts("text/html"):
        messages.warning(request, _("只保存了草稿，没有发布。文件和解读要一起送审，审完同时公开。"))


def before_create(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """A new document or interpretation is a draft, whichever button was pressed."""
    if issubclass(page_class, ManagedPage):
        draft_only(request)


def before_edit(request: HttpRequest, page: Page) -> None:
    """The same for an existing one; on a frozen one say how to get it back.

    The editor's form is told of a newer draft than it showed (`OvertakenPageForm`).
    """
    frozen = isinstance(page, ManagedPage) and rules.is_frozen(page.pk)
    if isinstance(page, ManagedPage):
        draft_only(request, frozen=frozen)
    if request.method == "POST" and not frozen:
        page.overtaken_by = newer_than_shown(page, request.POST)
