"""Who wrote what a member says since its last release: from contribution rows alone (P4).

In the order in which they were written, which is that of their numbers: clocks are set back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

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
    _refuse_unwritten(member for member in members if member.action == ItemAction.PUBLISH)
    names: dict[int, str] = {}
    wrote: dict[int, dict[str, None]] = defaultdict(dict)
    for title, step in (*_of_texts(members), *steps_of_rows(members)):
        if step.user_id is not None:
            names[step.user_id] = step.user_name
            wrote[step.user_id][title] = None
    users = get_user_model().objects.filter(pk__in=names)
    return Authors(list(users), sorted(set(names.values())), {pk: list(wrote[pk]) for pk in wrote})


def _refuse_unwritten(members: Iterable[Pinned]) -> None:
    pages = {member.page.pk: member for member in members}
    rows = Contribution.objects.filter(page__in=pages).order_by("pk")
    last = dict(rows.values_list("page", "digest"))
    for pk, member in pages.items():
        if pk not in last:
            raise _unsigned(member)
        if last[pk] != member.written:
            title = member.page.get_admin_display_title()
            raise Incomplete(
                _("「%s」的最新稿与编写记录不一致。请打开它重新保存，再送审。") % title
            )


def _unsigned(member: Pinned) -> Incomplete:
    return Incomplete(
        _(
            "「%s」有一处修改查不到是谁写的。请在历史记录里退回到这处修改之前的一稿，"
            "由起草人改好，再送审。"
        )
        % member.page.get_admin_display_title()
    )


def _of_texts(members: list[Pinned]) -> Iterator[tuple[str, Step]]:
    written = written_since_release(member.page.pk for member in members)
    for member in members:
        title = member.page.get_admin_display_title()
        for _place, step in standing_in(written[member.page.pk]):
            if step.user_id is None and member.action == ItemAction.PUBLISH:
                raise _unsigned(member)
            yield title, step


def written_since_release(pages: Iterable[int]) -> dict[int, list[Contribution]]:
    """Return what was written in each of these pages since it went out last, oldest first.

    What is pinned is not written over: later drafts are later revisions.
    """
    released = ReleaseItem.objects.filter(
        page=OuterRef("page"), release__state=ReleaseState.RELEASED, action=ItemAction.PUBLISH
    ).order_by("-pk")
    newest = Coalesce(Subquery(released.values("revision")[:1]), 0)
    written: dict[int, list[Contribution]] = defaultdict(list)
    rows = Contribution.objects.filter(page__in=list(pages), revision_id__gt=newest)
    for row in rows.order_by("pk"):
        written[row.page_id].append(row)
    return written


def standing_in(rows: Iterable[Contribution]) -> Iterator[tuple[str, Step]]:
    """Yield what stands of each person's writing in a page, with the place where it stands."""
    places = steps_by_place(rows)
    words = [step for place in places if not is_order(place) for step in places[place]]
    first = first_writers(sorted(words, key=lambda step: step.number))
    for place, steps in places.items():
        for step in standing(steps):
            yield place, step
            if not is_order(place) and step.after in first:
                yield place, first[step.after]


def steps_by_place(rows: Iterable[Contribution]) -> dict[str, list[Step]]:
    """Return what each save changed, oldest first, place by place."""
    places: dict[str, list[Step]] = defaultdict(list)
    for row in rows:
        # What is not known in pieces cannot be seen to be undone either.
        changes = {WHOLE: (None, str(row.pk))} if row.changes is None else row.changes
        for place, (was, becomes) in changes.items():
            places[place].append(Step(row.pk, row.user_id, row.user_name, was, becomes))
    return places
