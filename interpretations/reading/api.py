"""`/api/v2/`: Wagtail's API over what is public, read only (docs/contract.md)."""

from functools import cache, partial
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.api.v2.filters import AncestorOfFilter, ChildOfFilter, DescendantOfFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from interpretations.models import Clause, InterpretationPage, PolicyPage, PublicNote
from interpretations.reading import snapshot
from interpretations.reading.api_fields import COLUMNS, FIELDS, IN_LISTS, HtmlUrlField, ShownTexts
from interpretations.reading.api_files import PublicDocumentsAPI, PublicImagesAPI
from interpretations.reading.api_rules import LABELS, LabelsFilter, PublicAPI, SteadyOrder
from interpretations.reading.clauses import clauses_by_policy
from interpretations.reading.notes import notes_of
from interpretations.reading.public import RELEASED, public_pages
from interpretations.reading.route import site_of
from interpretations.reading.sets import (
    ReleasedSet,
    documents_of,
    read_policies,
    sets_of,
)

# What a list can be asked for without choosing among its pages: with one kind, all of that kind.
UNFILTERED = {"type", "fields", "limit", "offset", "order"}
KINDS = {model._meta.label: model for model in RELEASED}


# Building these expressions costs more than asking the database: once, then copied.
@cache
def _told() -> PageQuerySet:
    return public_pages()


@cache
def _released(model: type[PolicyPage] | type[InterpretationPage]) -> PageQuerySet:
    return model.objects.public()


class PublicPageSerializer(PageSerializer):
    html_url = HtmlUrlField(read_only=True)


class PublicPagesAPI(PublicAPI, PagesAPIViewSet):
    """Front page, shelves and released pages."""

    base_serializer_class = PublicPageSerializer
    filter_backends = [
        LabelsFilter, ChildOfFilter, AncestorOfFilter, DescendantOfFilter, SteadyOrder,
    ]  # fmt: skip
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {
        "locale", "site", "translation_of",
    }  # fmt: skip

    def get_base_queryset(self) -> QuerySet:
        return self._readable.all()

    @cached_property
    def _readable(self) -> QuerySet:
        """What may be told of; the framework asks for it again and again."""
        return self._unrestricted(_told()).order_by("id")

    def _unrestricted(self, pages: PageQuerySet) -> PageQuerySet:
        """Those of these pages that stand on the site that is asked, in no private part of it."""
        site = site_of(self.request)
        if site is None:
            return pages.none()
        return pages.descendant_of(site.root_page, inclusive=True).exclude(pages.private_q())

    def get_queryset(self) -> QuerySet:
        return self._asked_for.all()

    @cached_property
    def _asked_for(self) -> QuerySet:
        queryset = self._of_one_kind()
        if queryset is None:
            queryset = super().get_queryset()
        queryset = queryset.select_related("locale").order_by("id")
        labels = [name for name in LABELS if name in COLUMNS.get(queryset.model, ())]
        return queryset.select_related(*labels) if labels else queryset

    def _of_one_kind(self) -> QuerySet | None:
        """Documents or interpretations alone, where they stand and not among all pages."""
        model = KINDS.get(self.request.GET.get("type", ""))
        return self._unrestricted(_released(model)) if model else None

    def paginate_queryset(self, queryset: QuerySet) -> list[Page]:
        self._count_once_an_edition(queryset)
        self.pages = super().paginate_queryset(queryset)
        return self.pages

    def _count_once_an_edition(self, queryset: QuerySet) -> None:
        """Let all pages, or all of a kind, be counted by the first who asks in an edition.

        Counting them takes longer than reading a page of the list. Filters are counted each
        time: there is no end of them.
        """
        kind = self.request.GET.get("type", "")
        if set(self.request.GET) <= UNFILTERED and kind in ("", *KINDS):
            count = partial(snapshot.kept, f"api-total:{kind}", queryset.count)
            queryset.count = count  # type: ignore[method-assign]

    def get_object(self) -> Page:
        page = super().get_object()
        self.pages = [page]
        return page

    @cached_property
    def shown_texts(self) -> ShownTexts:
        return ShownTexts(self.pages)

    @cached_property
    def _sets(self) -> dict[int, ReleasedSet]:
        policies = read_policies([page.pk for page in self.pages])
        return {released.policy.pk: released for released in sets_of(policies)}

    def set_of(self, policy: PolicyPage) -> ReleasedSet:
        """Read once for all documents of this answer."""
        return self._sets[policy.pk]

    @cached_property
    def _policies(self) -> dict[int, list[PolicyPage]]:
        return documents_of([page.pk for page in self.pages])

    def policies_of(self, page: InterpretationPage) -> list[PolicyPage]:
        """Its own document first; read once for all interpretations of this answer."""
        return self._policies.get(page.pk, [])

    @cached_property
    def _notes(self) -> dict[int, list[PublicNote]]:
        return notes_of(self.pages)

    def notes_of(self, page: Page) -> list[PublicNote]:
        """更正说明, the newest first; read once for all pages of this answer."""
        return self._notes.get(page.pk, [])

    @cached_property
    def _clauses(self) -> dict[int, list[Clause]]:
        return clauses_by_policy(page.pk for page in self.pages)

    def clauses_of(self, policy: PolicyPage) -> list[Clause]:
        """In the order of the text; read once for all documents of this answer."""
        return self._clauses.get(policy.pk, [])

    @classmethod
    def get_body_fields(cls, model: type[Page]) -> list[Any]:
        return [*cls._convert_api_fields(cls.body_fields), *FIELDS.get(model, [])]

    @classmethod
    def get_listing_default_fields(cls, model: type[Page]) -> list[str]:
        return [*super().get_listing_default_fields(model), *IN_LISTS.get(model, [])]

    @classmethod
    def get_available_fields(cls, model: type[Page], db_fields_only: bool = False) -> list[str]:
        if not db_fields_only:
            return super().get_available_fields(model)
        return ["id", "title", "slug", "first_published_at", *COLUMNS.get(model, [])]


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublicPagesAPI)
router.register_endpoint("images", PublicImagesAPI)
router.register_endpoint("documents", PublicDocumentsAPI)
