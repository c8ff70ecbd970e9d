"""Who wrote a member since its last release: from contribution rows alone (P4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from interpretations.models import Contribution, ReleaseItem
from interpretations.models.digest import page_digest
from interpretations.models.kinds import ReleaseState
from interpretations.models.refusals import Incomplete


@dataclass(frozen=True)
class Authors:
    """The people who wrote the members of a release."""

    users: list
    names: list[str]


def authors_of(members: Iterable[tuple[Page, Revision]]) -> Authors:
    """Return everybody who wrote any revision of a member since its last release.

    Raises `Incomplete` where a change has no author, or the last contribution is not
    what the revision holds: then somebody wrote by a way that is not recorded.
    """
    ids: dict[int, str] = {}
    for page, revision in members:
        rows = _since_last_release(page)
        if not rows or any(row.user_id is None for row in rows):
            raise Incomplete(
                _("「%s」有一处修改查不到是谁写的。请由起草人打开它，改好后保存一次新稿，再送审。")
                % page.get_admin_display_title()
            )
        if rows[-1].digest != page_digest(revision.as_object()):
            raise Incomplete(
                _("「%s」的最新稿与编写记录不一致。请打开它重新保存，再送审。")
                % page.get_admin_display_title()
            )
        ids |= {row.user_id: row.user_name for row in rows}
    users = get_user_model().objects.filter(pk__in=ids)
    return Authors(list(users), sorted(set(ids.values())))


def _since_last_release(page: Page) -> list[Contribution]:
    released = (
        ReleaseItem.objects.filter(page=page, release__state=ReleaseState.RELEASED)
        .order_by("-release__released_at")
        .values_list("release__submitted_at", flat=True)
        .first()
    )
    rows = Contribution.objects.filter(page=page).order_by("pk")
    return list(rows.filter(created_at__gt=released) if released else rows)
