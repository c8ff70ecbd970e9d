"""Who wrote what a member says since its last release: from contribution rows alone (P4).

In the order in which they were written, which is that of their numbers: clocks are set back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import Contribution, ReleaseItem
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.models.pieces import is_order
from interpretations.models.refusals import Incomplete
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.row_authors import steps_of_rows
from interpretations.releases.submission.standing import Step, first_writers, standing

# Where the text as a whole stands, in contributions that know no pieces.
WHOLE = ""


@dataclass(frozen=True)
class Authors:
    """The people who wrote the members of a release; `wrote`: what each of them did, by title."""

    users: list[Any]
    names: list[str]
    wrote: dict[int, list[str]] = field(default_factory=dict)


def authors_of(members: list[Pinned]) -> Authors:
    """Return everybody of whom something stands in a member since its last release.

    Raises `Incomplete` where a change has no author, or the last contribution is not
    what the revision holds: then somebody wrote by a way that is not recorded. Nobody has to
    explain a draft that is not published: a withdrawal cannot wait for that.
    """
    names: dict[int, str] = {}
    wrote: dict[int, dict[str, None]] = defaultdict(dict)
    for member in members:
        if member.action == ItemAction.PUBLISH:
            _refuse_unwritten(member)
    for title, step in (*_of_texts(members), *steps_of_rows(members)):
        if step.user_id is not None:
            names[step.user_id] = step.user_name
            wrote[step.user_id][title] = None
    users = get_user_model().objects.filter(pk__in=names)
    return Authors(list(users), sorted(set(names.values())), {pk: list(wrote[pk]) for pk in wrote})


def _refuse_unwritten(member: Pinned) -> None:
    last = Contribution.objects.filter(page=member.page).order_by("-pk").first()
    if last is None:
        raise _unsigned(member)
    if last.digest != member.written:
        title = member.page.get_admin_display_title()
        raise Incomplete(_("「%s」的最新稿与编写记录不一致。请打开它重新保存，再送审。") % title)


def _unsigned(member: Pinned) -> Incomplete:
    return Incomplete(
        _(
            "「%s」有一处修改查不到是谁写的。请在历史记录里退回到这处修改之前的一稿，"
            "由起草人改好，再送审。"
        )
        % member.page.get_admin_display_title()
    )


def _of_texts(members: Iterable[Pinned]) -> Iterator[tuple[str, Step]]:
    for member in members:
        title = member.page.get_admin_display_title()
        for step in steps_of_text(member.page):
            if step.user_id is None and member.action == ItemAction.PUBLISH:
                raise _unsigned(member)
            yield title, step


def steps_of_text(page: Page) -> Iterator[Step]:
    """Yield what stands of each person's writing in the draft of a page since its last release."""
    places: dict[str, list[Step]] = defaultdict(list)
    said: list[Step] = []
    for place, step in _steps(page):
        places[place].append(step)
        if not is_order(place):
            said.append(step)
    first = first_writers(said)
    for place, steps in places.items():
        for step in standing(steps):
            yield step
            if not is_order(place) and step.after in first:
                yield first[step.after]


def _steps(page: Page) -> Iterator[tuple[str, Step]]:
    """Yield what each save since the last release changed, place by place."""
    later = Contribution.objects.filter(page=page, revision_id__gt=_released_revision(page))
    for row in later.order_by("pk"):
        # What is not known in pieces cannot be seen to be undone either.
        changes = {WHOLE: (None, str(row.pk))} if row.changes is None else row.changes
        for place, (was, becomes) in changes.items():
            yield place, Step(row.user_id, row.user_name, was, becomes)


def _released_revision(page: Page) -> int:
    """The revision that went out last; what is pinned is not written over, so later ones follow."""
    released = ReleaseItem.objects.filter(
        page=page, release__state=ReleaseState.RELEASED, action=ItemAction.PUBLISH
    )
    return released.order_by("-pk").values_list("revision", flat=True).first() or 0
