"""All releases that a person may see, whose turn first."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from interpretations.editorial.turn import turn_of
from interpretations.editorial.visibility import releases_visible_to
from interpretations.models import Release


class TurnColumn(Column):
    """A shape and words: where the release stands."""

    cell_template_name = "interpretations/admin/_turn_cell.html"

    def get_value(self, instance: Release) -> Any:
        return turn_of(instance)


class ReleaseFilterSet(WagtailFilterSet):
    """Narrow the list by where a release stands, and by department."""

    class Meta:
        model = Release
        fields = ["state", "department"]


class ReleaseIndexView(IndexView):
    """The list of releases, newest first."""

    model = Release
    page_title = _("发布单")
    header_icon = "check"
    index_url_name = "releases:index"
    index_results_url_name = "releases:index_results"
    default_ordering = "-pk"
    paginate_by = 30
    permission_policy = None
    filterset_class = ReleaseFilterSet
    columns = [
        TitleColumn("title", label=_("标题"), url_name="releases:detail"),
        TurnColumn("turn", label=_("进展")),
        Column("department", label=_("部门")),
        Column("submitted_by_name", label=_("送审人")),
        DateColumn("submitted_at", label=_("送审时间")),
    ]

    def get_base_queryset(self) -> QuerySet:
        found = releases_visible_to(self.request.user)
        return found.select_related("department").prefetch_related("steps")
