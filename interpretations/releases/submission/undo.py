"""Taking back what one person wrote in a draft, and nothing of what others did (P4)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import Contribution, PolicyPage
from interpretations.models.guard import rules
from interpretations.models.guard.references import Target, references_of
from interpretations.models.managed import ManagedPage
from interpretations.models.pieces import field_of, is_order, pieces_of
from interpretations.models.refusals import Incomplete, NotYours
from interpretations.releases.submission.authors import (
    WHOLE,
    standing_in,
    steps_by_place,
    written_since_release,
)
from interpretations.releases.submission.restore import put_back
from interpretations.releases.submission.standing import standing


def pages_with_words_of(user: Any, policy: PolicyPage) -> list[ManagedPage]:
    """Return the pages of a set in which something stands that this person wrote."""
    pages = {page.pk: page for page in (policy, *policy.get_children().specific())}
    if not Contribution.objects.filter(page__in=pages, user=user).exists():
        return []
    written = written_since_release(pages)
    return [pages[pk] for pk in pages if _places_of(user, written[pk])]


def undo(page_id: int, user: Any) -> None:
    """Save the draft without what this person wrote since the last release.

    What stands again was named by whoever wrote it: it may be a file of a department with which
    the page is written. Raises `Incomplete` where that is not possible, and says which fields;
    `NotYours` where a colleague has locked the page; `Frozen`.
    """
    with transaction.atomic():
        Page.objects.select_for_update().filter(pk=page_id).values_list("pk").first()
        rules.refuse_if_frozen(page_id)
        page: Any = Page.objects.get(pk=page_id).specific
        _refuse_locked(page, user)
        rows = written_since_release([page_id])[page_id]
        _refuse_own_page(page, rows, user)
        content = dict(page.latest_revision.content)
        drafts = [(old, pieces_of(old, type(page))) for old in _contents(page)]
        before = _states_before(user, rows, page)
        named: set[Target] = set()
        # The order of blocks last: by then those stand there that did.
        for place in sorted(before, key=is_order):
            said_so = (old for old, pieces in drafts if pieces.get(place) == before[place])
            if (old := next(said_so, None)) is None:
                raise _not_possible(page, [place])
            put_back(content, old, place)
            named |= references_of(page.with_content_json(old)).keys()
        _save(page.with_content_json(content), user, named)
        if left := _places_of(user, written_since_release([page_id])[page_id]):
            raise _not_possible(page, left)


def _places_of(user: Any, rows: Iterable[Contribution]) -> list[str]:
    return [place for place, step in standing_in(rows) if step.user_id == user.pk]


def _refuse_locked(page: ManagedPage, user: Any) -> None:
    """A lock keeps everybody else from saving, and undoing saves."""
    lock = page.get_lock()
    if lock and lock.for_user(user):
        who = page.locked_by.get_full_name() if page.locked_by else _("别人")
        words = {"title": page.get_admin_display_title(), "who": who}
        raise NotYours(_("%(who)s锁定了「%(title)s」，现在不能撤销。请先请%(who)s解锁。") % words)


def _refuse_own_page(page: ManagedPage, rows: list[Contribution], user: Any) -> None:
    if rows and rows[0].user_id == user.pk and rows[0] == page.contributions.earliest("pk"):
        raise Incomplete(_("「%s」是您起草的，没有以前的稿子可以退回。") % page.title)


def _states_before(user: Any, rows: Iterable[Contribution], page: Page) -> dict[str, str | None]:
    """Return the places that this person changed last, with what stood there before."""
    before: dict[str, str | None] = {}
    built_on = []
    for place, steps in steps_by_place(rows).items():
        newest_first = standing(steps)
        own = [step for step in newest_first if step.user_id == user.pk]
        if own and (place == WHOLE or newest_first[: len(own)] != own):
            built_on.append(place)
        elif own:
            before[place] = own[-1].before
    if built_on:
        raise _not_possible(page, built_on)
    return before


def _contents(page: Page) -> Iterator[dict[str, Any]]:
    """What each draft said, newest first."""
    yield from page.revisions.order_by("-pk").values_list("content", flat=True)


def _not_possible(page: Page, places: Iterable[str]) -> Incomplete:
    labels = _("、").join(dict.fromkeys(_label(page, field_of(place)) for place in places))
    return Incomplete(
        _("您在「%(fields)s」里写的，别人接着改过或照用了，不能自动撤销。请起草人改写这几处。")
        % {"fields": labels}
    )


def _label(page: Page, name: str) -> str:
    try:
        return str(getattr(page._meta.get_field(name), "verbose_name", _("内容")))
    except FieldDoesNotExist:
        return _("内容")


def _save(draft: Any, user: Any, named: set[Target]) -> None:
    """As the editor does: the row of a page that is not public follows its draft."""
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, log_action="wagtail.revert", granted=named)
