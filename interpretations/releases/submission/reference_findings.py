"""What a member names without anybody answering for it who may see it (P7)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import ReleaseReference
from interpretations.models.guard.references import (
    Target,
    references_of,
    target_of,
    unseen,
)
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned


def reference_findings(members: Iterable[Pinned], people: Iterable[Any]) -> Iterator[Finding]:
    """Ask it of the authors and the submitter: a submission makes files readable and freezes them.

    Every save asks its writer already; this finds drafts that were not written by a save.
    """
    people = list(people)
    for member in members:
        if member.action == ItemAction.PUBLISH and _seen_by_none(member, people):
            sentence = _("「%s」用了起草人看不到的图片、附件或影音。请打开它换掉，再送审。")
            yield Finding("unseen_reference", sentence % member.shown.title, member.page.pk)
        if member.action == ItemAction.PUBLISH and _pages_seen_by_none(member, people):
            sentence = _(
                "「%s」链接或引用了起草人看不到、或者已经删除的页面。请打开它换掉，再送审。"
            )
            yield Finding("unseen_page", sentence % member.shown.title, member.page.pk)


def _seen_by_none(member: Pinned, people: list[Any]) -> set[Target]:
    """Return the member's files that none of these people may see, and readers never saw in it."""
    files = {(file.content_type.pk, file.object_id) for file in member.reached if file.is_file}
    hidden = _unseen_by_all(files, people)
    return hidden - _released_before(member) if hidden else hidden


def _pages_seen_by_none(member: Pinned, people: list[Any]) -> set[Target]:
    """Return the pages it newly names that none of them may see; what is gone nobody sees."""
    page_type = target_of(Page, "")[0]
    pages = {target for target in references_of(member.shown) if target[0] == page_type}
    hidden = _unseen_by_all(pages, people)
    if not (hidden and member.page.live):
        return hidden
    return hidden - references_of(member.page.specific).keys()


def _unseen_by_all(targets: set[Target], people: list[Any]) -> set[Target]:
    for person in people:
        if targets:
            targets = unseen(person, targets)
    return targets


def _released_before(member: Pinned) -> set[Target]:
    released = ReleaseReference.objects.filter(
        item__page=member.page.pk, item__release__state=ReleaseState.RELEASED
    )
    return set(released.values_list("content_type", "object_id"))
