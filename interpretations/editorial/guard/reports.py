"""Wagtail's lists that name what a person may not see, without those names (P7)."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import ModelLogEntry

from interpretations.editorial.access.pages import FILE_POLICIES, files_visible_to, pages_visible_to
from interpretations.editorial.guard.tags import TAGS


class VisiblePageTypesUsageView(PageTypesUsageReportView):
    """Names the page edited last only to whoever may see it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        ids = [row.last_edited_page_id for row in page_types if row.last_edited_page_id]
        edited = pages_visible_to(self.request.user).filter(pk__in=ids)
        visible = set(edited.values_list("pk", flat=True))
        for row in page_types:
            if row.last_edited_page_id not in visible:
                row.last_edited_page = None
        return page_types


class VisibleLogEntriesView(LogEntriesView):
    """Names pictures and attachments only to whoever may see them."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        if queryset.model is not ModelLogEntry or self.request.user.is_superuser:
            return queryset
        for model in FILE_POLICIES:
            ids = files_visible_to(self.request.user, model).annotate(
                as_text=Cast("pk", CharField())
            )
            content_type = ContentType.objects.get_for_model(model)
            queryset = queryset.filter(
                ~Q(content_type=content_type) | Q(object_id__in=ids.values("as_text"))
            )
        return queryset


class TypedAddressField(URLOrAbsolutePathField):
    """Wagtail's breaks on a form without it."""

    def to_python(self, value: str | None) -> str:
        return super().to_python(value or "")


class TypedAddressForm(ExternalLinkChooserForm):
    url = TypedAddressField(label=gettext_lazy("网址"))


class TypedAddressView(ExternalLinkView):
    """Asks for an address where none came."""

    form_class = TypedAddressForm


def _admin(view: type[View], **kwargs: Any) -> Callable:
    return require_admin_access(view.as_view(**kwargs))


# Asked by the guard before Wagtail's own view of the same name.
REPORTS = {
    **TAGS,
    "wagtailadmin_choose_page_external_link": _admin(TypedAddressView),
    "wagtailadmin_reports:page_types_usage": _admin(VisiblePageTypesUsageView),
    "wagtailadmin_reports:page_types_usage_results": _admin(
        VisiblePageTypesUsageView, results_only=True
    ),
    "wagtailadmin_reports:site_history": _admin(VisibleLogEntriesView),
    "wagtailadmin_reports:site_history_results": _admin(VisibleLogEntriesView, results_only=True),
}
