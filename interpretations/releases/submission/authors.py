"""Who wrote a member since its last release: from contribution rows alone (P4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import Page

from interpretations.models import Contribution, ReleaseItem
from interpretations.models.kinds import ItemAction, ReleaseState
from interpretations.models.refusals import Incomplete
from interpretations.releases.pins.pin import Pinned


@dataclass(frozen=True)
class Authors:
    """The people who wrote the members of a release."""

    users: list[Any]
    names: list[str]


def authors_of(members: Iterable[Pinned]) -> Authors:
    """Return everybody who wrote any revision of a member since its last release.

    Raises `Incomplete` where a change has no author, or the last contribution is not
    what the revision holds: then somebody wrote by a way that is not recorded. Nobody has to
    explain a draft that is not published: a withdrawal cannot wait for that.
    """
    ids: dict[int, str] = {}
    for member in members:
        rows = list(Contribution.objects.filter(page=member.page).order_by("pk"))
        if member.action == ItemAction.PUBLISH:
            _refuse_unsigned(member, rows)
        written = _since_last_release(member.page, rows)
        ids |= {row.user_id: row.user_name for row in written if row.user_id}
    users = get_user_model().objects.filter(pk__in=ids)
    return Authors(list(users), sorted(set(ids.values())))


def _refuse_unsigned(member: Pinned, rows: list[Contribution]) -> None:
    title = member.page.get_admin_display_title()
    if not rows or _has_unsigned_text(rows):
        raise Incomplete(
            _(
                "「%s」有一处修改查不到是谁写的。请在历史记录里退回到这处修改之前的一稿，"
                "由起草人改好，再送审。"
            )
            % title
        )
    if rows[-1].digest != member.written:
        raise Incomplete(_("「%s」的最新稿与编写记录不一致。请打开它重新保存，再送审。") % title)


def _has_unsigned_text(rows: list[Contribution]) -> bool:
    """Tell whether a change without author was never undone.

    Undone means that a later state is one that people had signed before it.
    """
    signed: set[str] = set()
    for index, row in enumerate(rows):
        if row.user_id is not None:
            signed.add(row.digest)
        elif not any(later.user_id and later.digest in signed for later in rows[index + 1 :]):
            return True
    return False


def _since_last_release(page: Page, rows: list[Contribution]) -> list[Contribution]:
    released = (
        ReleaseItem.objects.filter(
            page=page, release__state=ReleaseState.RELEASED, action=ItemAction.PUBLISH
        )
        .order_by("-release__released_at")
        .values_list("release__submitted_at", flat=True)
        .first()
    )
    return [row for row in rows if released is None or row.created_at > released]
