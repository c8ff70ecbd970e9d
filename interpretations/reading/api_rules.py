"""The rules of every endpoint of the API: read only, nobody logged in, no odd input breaks it."""

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from editions.marks import written
from editions.places import Form

LABELS = ("topic", "genre", "form")


class LabelsFilter(FieldsFilter):
    """Filters by the values that the API shows: a label by its name."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        allowed = set(view.get_available_fields(queryset.model, db_fields_only=True))
        rest = request.GET.copy()
        for name in allowed & set(LABELS) & set(rest):
            queryset = queryset.filter(**{f"{name}__name": rest.pop(name)[-1]})
        return super().filter_queryset(SimpleNamespace(GET=rest), queryset, view)


class SteadyOrder(OrderingFilter):
    """Members of a set have one release time: their number decides, so that pages never overlap."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        ordered = super().filter_queryset(request, queryset, view)
        return ordered.order_by(*ordered.query.order_by, "id")


class ShortPagination(WagtailPagination):
    """Refuses an offset that no database can count to."""

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        if len(request.GET.get("offset", "")) > 9:
            raise BadRequestError("offset must be a positive integer")
        return list(super().paginate_queryset(queryset, request, view))


class JSONWhateverIsAccepted(DefaultContentNegotiation):
    """One form for everybody: `Accept` puts no refusal into a cache, for there is no `Vary`."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        return renderers[0], renderers[0].media_type


class PublicAPI(BaseAPIViewSet):
    """What all endpoints have in common: JSON, nobody is logged in, no search of its own."""

    renderer_classes = [JSONRenderer]
    content_negotiation_class = JSONWhateverIsAccepted
    authentication_classes: list[type] = []
    http_method_names = ["get", "head"]
    filter_backends = [LabelsFilter, SteadyOrder]
    pagination_class = ShortPagination

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Mark the first page, asked without a query: it is alike for all."""
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            if pattern.name == "listing":
                written(Form.JSON)(pattern.callback)
        return patterns

    def get_renderer_context(self) -> dict[str, Any]:
        """Not laid out for people: that costs more than the rest of writing it."""
        context = super().get_renderer_context()
        del context["indent"]
        return context

    def check_query_parameters(self, queryset: QuerySet) -> None:
        if {"search", "search_operator"} & set(self.request.GET):
            raise BadRequestError(_("这个接口不提供检索，请用 /search/?q=。"))
        super().check_query_parameters(queryset)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        try:
            return super().filter_queryset(queryset)
        except (ValidationError, ValueError) as error:
            raise BadRequestError(_("筛选条件不是有效的值。")) from error

    def find_object(self, queryset: QuerySet, request: Request) -> Any:
        number = request.GET.get("id", "")
        if number and not (number.isascii() and number.isdigit()):
            return None
        return super().find_object(queryset, request)
