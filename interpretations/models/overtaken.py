"""Saving over a newer draft of somebody else: told in the editor, with everything typed kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, Revision

from interpretations.models.refusals import NotAsShown


class OvertakenPageForm(WagtailAdminPageForm):
    """Refuses what would go over a draft that the editor did not show.

    The view says which: `instance.overtaken_by`, the newer revision. A preview has none.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if newer := getattr(self.instance, "overtaken_by", None):
            self.add_error(None, ValidationError(told_of(newer), code=NotAsShown.code))
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What an editor that saved by itself takes over: it shows that draft from now on.

        Wagtail leaves what was loaded as it was, and a press of the button would be told of the
        own draft as of somebody else's.
        """
        updates = super().get_field_updates_for_resave()
        if own := self.instance.latest_revision:
            updates.append(("loaded_revision_id", str(own.pk)))
            updates.append(("loaded_revision_created_at", own.created_at.isoformat()))
        return updates


def newer_than_shown(page: Page, data: Any) -> Revision | None:
    """Return the newest revision if it is not the one that the editor sent as its own.

    By the fields of Wagtail's own editor: `overwrite_revision_id` once it has saved by itself,
    before that `loaded_revision_id` and the time of it. Locks the page's row, as saving does.
    """
    Page.objects.select_for_update().filter(pk=page.pk).values_list("pk").first()
    newest = page.revisions.select_related("user").order_by("-created_at", "-pk").first()
    if newest is None:
        return None
    if own := data.get("overwrite_revision_id"):
        return None if own == str(newest.pk) else newest
    if not (loaded := data.get("loaded_revision_id")):
        return None
    shown = (loaded, data.get("loaded_revision_created_at", ""))
    return None if shown == (str(newest.pk), newest.created_at.isoformat()) else newest


def told_of(newer: Revision) -> str:
    """Who saved when, and what to do."""
    return _(
        "%(who)s在%(at)s保存了更新的一稿，您打开时还没有。您的没有保存，写的都还在这里。请先在「历史」里"
        "看这一稿改了什么；再按一次保存，就以您写的为最新，那一稿留在历史里。"
    ) % {
        "who": newer.user.get_full_name() if newer.user else _("系统"),
        "at": date_format(timezone.localtime(newer.created_at), _("n月j日 H:i")),
    }
