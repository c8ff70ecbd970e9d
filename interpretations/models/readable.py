"""Pages whose public face is built by the reading side, which lives above the models."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

READING_CONTEXT_HOOK = "build_reading_context"
# Attribute of a preview's request: page id -> the member as a release pinned it.
PINNED_MEMBERS = "pinned_members"


class ReadablePage(Page):
    """Asks the reading side, through a Wagtail hook, what its template needs."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        for build in hooks.get_hooks(READING_CONTEXT_HOOK):
            context.update(build(self, request))
        return context
