"""栏目页: a page that lists sets, public without a release, at an address that stays (P1)."""

from typing import Any

from django import forms
from django.db import transaction
from wagtail.models.pages import PagePermissionTester

from interpretations.models.guard import places, rules
from interpretations.models.overtaken import OvertakenPageForm
from interpretations.models.readable import ReadablePage


class ShelfForm(OvertakenPageForm):
    """Says at the field why an address cannot be: what was typed stays."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if problem := places.slug_problem(self.instance, slug):
            raise forms.ValidationError(problem)
        return slug


class ShelfPermissionTester(PagePermissionTester):
    """Offers nothing that the guard would refuse, superusers included."""

    def can_unpublish(self) -> bool:
        return not self.page.live and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.live and super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        return not self.page.live and super().can_move()

    def can_copy(self) -> bool:
        return not self.page.live and super().can_copy()

    def can_set_view_restrictions(self) -> bool:
        """None is made; one of before may be taken away."""
        return super().can_set_view_restrictions() and self.page.view_restrictions.exists()


class ShelfPage(ReadablePage):
    """Front page, library, column, department: what P1's channels stand on."""

    is_shelf = True
    base_form_class = ShelfForm

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return ShelfPermissionTester(user, self)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete what was never public; whole or not at all."""
        rules.refuse_page_removal(self)
        places.refuse_shelf_change(self)
        return super().delete(*args, **kwargs)
