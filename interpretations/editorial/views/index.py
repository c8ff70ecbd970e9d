"""All releases that a person may see, whose turn first."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from interpretations.editorial.access.releases import releases_visible_to
from interpretations.editorial.desk.turn import Listed, flag_of, listed, turn_of
from interpretations.models import Release
from interpretations.models.kinds import EmergencyState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class TurnColumn(Column):
    """A shape and words: where the release stands."""

    cell_template_name = "interpretations/admin/_turn_cell.html"

    def get_value(self, instance: Release) -> Any:
        return turn_of(instance)


class ReleaseColumn(Column):
    """The title, and under it an emergency that nobody else has agreed to."""

    cell_template_name = "interpretations/admin/_title_cell.html"

    def get_value(self, instance: "WithAnnotations[Release, Listed]") -> Any:
        return {
            "pk": instance.pk,
            "title": instance.title,
            "flag": flag_of(instance),
            "documents": instance.documents,
        }


class ReleaseFilterSet(WagtailFilterSet):
    """Narrow the list by kind, by where a release stands, by emergency and department."""

    emergency = ChoiceFilter(
        label=_("紧急"),
        choices=[choice for choice in EmergencyState.choices if choice[0]],
        empty_label=_("全部"),
        widget=RadioSelect,
    )

    class Meta:
        model = Release
        fields = ["state", "kind", "emergency", "department"]


class ReleaseIndexView(IndexView):
    """The list of releases, newest first."""

    model = Release
    page_title = _("发布单")
    header_icon = "check"
    index_url_name = "releases:index"
    index_results_url_name = "releases:index_results"
    default_ordering = "-pk"
    search_fields = ["title", "submitted_by_name"]
    search_backend_name = None
    paginate_by = 30
    permission_policy = None
    filterset_class = ReleaseFilterSet
    columns = [
        ReleaseColumn("title", label=_("标题"), sort_key="title"),
        Column("kind", label=_("类型"), accessor="get_kind_display"),
        TurnColumn("turn", label=_("进展")),
        Column("department", label=_("部门"), classname="desk-wide"),
        Column("submitted_by_name", label=_("送审人"), classname="desk-wide"),
        DateColumn("submitted_at", label=_("送审时间"), classname="desk-wide"),
    ]

    def get_base_queryset(self) -> QuerySet:
        releases = releases_visible_to(self.request.user)
        return listed(releases.select_related("department"))
