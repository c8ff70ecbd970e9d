"""Pages whose public face is built by the reading side, which lives above the models."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from interpretations.models.overtaken import OvertakenPageForm

READING_CONTEXT_HOOK = "build_reading_context"
# Attribute of a preview's request: page id -> the member as a release pinned it.
PINNED_MEMBERS = "pinned_members"
# Attribute of a preview's request: page id -> where that member can be looked at.
PINNED_ADDRESSES = "pinned_addresses"


class ReadablePage(Page):
    """Asks the reading side, through a Wagtail hook, what its template needs."""

    base_form_class = OvertakenPageForm

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Restrictions of this page and those above, asked for once; an alias has its source's."""
        return self._view_restrictions

    @cached_property
    def _view_restrictions(self) -> QuerySet[PageViewRestriction]:
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:end] for end in ends]
        if Page.objects.filter(path__in=paths, alias_of__isnull=False).exists():
            return super().get_view_restrictions()  # follows aliases of aliases, page by page
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Full addresses begin with `BASE_URL`, whatever the site's row says."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.BASE_URL, parts[2])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        for build in hooks.get_hooks(READING_CONTEXT_HOOK):
            context.update(build(self, request))
        return context
