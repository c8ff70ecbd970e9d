"""What the interface says a person may do; the guard enforces it all the same."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.locks import BaseLock
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from interpretations.models.people import drafts_jointly
from interpretations.models.refusals import Frozen


class ManagedPagePermissionTester(PagePermissionTester):
    """Nobody publishes, moves or copies these pages by hand, superusers included (P2).

    Departments that draft a document jointly may edit it and write interpretations of it.
    """

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        plain = user.is_active and not user.is_superuser
        if plain and "change" not in self.permissions and drafts_jointly(user, page):
            self.permissions |= {"add", "change"}

    def _frozen_or_public(self) -> bool:
        return bool(self.page.live or self.page.open_release_id)

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return not self.page.open_release_id and super().can_lock()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self._frozen_or_public() or self.page.release_items.exists():
            return False
        return super().can_delete(ignore_bulk)


class ReleaseLock(BaseLock):
    """A set under review is read-only for everybody (P3)."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Promise | str:
        return Frozen.sentence

    def get_locked_by(self, user: Any) -> Promise:
        return _("审核中")

    def get_description(self, user: Any) -> Promise:
        return _("退回以后才能修改")
