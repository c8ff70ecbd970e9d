"""移交: a set is passed to another department, its old addresses lead to the new ones."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from interpretations.models import FormerAddress, Release, ReleaseItem
from interpretations.models.refusals import Changed


def transfer(release: Release, items: list[ReleaseItem], now: datetime) -> None:
    """Move every set of the release under the receiving department.

    Only what is or was public leaves a former address behind: a draft's tells nobody anything.
    """
    page_ids = [item.page_id for item in items]
    known_to_the_public = Page.objects.filter(
        Q(publication__isnull=False) | Q(departure__isnull=False), pk__in=page_ids
    )
    former_addresses = dict(known_to_the_public.values_list("pk", "url_path"))
    for item in items:
        if item.page_id == item.policy_id:
            _move(release, item)
    # A set that comes and goes has had an address before.
    FormerAddress.objects.filter(
        page__in=former_addresses, url_path__in=former_addresses.values()
    ).delete()
    FormerAddress.objects.bulk_create(
        FormerAddress(page_id=pk, url_path=path, since=now) for pk, path in former_addresses.items()
    )
    _see_addresses(items)


def _move(release: Release, item: ReleaseItem) -> None:
    """Give the document its pinned slug, then move it with everything below."""
    Page.objects.filter(pk=item.page_id).exclude(slug=item.slug).update(slug=item.slug)
    page = Page.objects.get(pk=item.page_id)
    target = Page.objects.get(pk=release.target_department_id)
    # No text changes, and Wagtail's task would swallow a fault (docs/doors.md, point 13).
    with disable_reference_index_auto_update():
        MovePageAction(page, target, pos="last-child").execute(skip_permission_checks=True)


def _see_addresses(items: list[ReleaseItem]) -> None:
    pages = Page.objects.filter(pk__in=[item.page_id for item in items])
    addresses = dict(pages.values_list("pk", "url_path"))
    for item in items:
        if addresses[item.page_id] != item.url_path:
            raise Changed(_("「%s」没有移到送审时写明的地址，整组没有变动。") % item.title)
