"""Tags and keywords, proposed and offered as filters, of what a person may see alone (P7)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import PopularTagsFilter, WagtailFilterSet
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images.views.chooser import ImageChooserViewSet, ImageChooseView
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImageIndexView

from interpretations.editorial.access.pages import FILE_POLICIES, files_visible_to, pages_visible_to
from interpretations.models import Keyword
from media.models import SiteImage
from media.models.examined import ExaminedFile

POPULAR = 10  # as many as Wagtail offers


def tags_of(user: Any, *models: type[ExaminedFile]) -> QuerySet[Tag]:
    """Tags of the files of these models that the user may see, most used first.

    `item_count` counts those files alone: a number would tell of the others.
    """
    seen = Q(pk__in=[])
    for model in models:
        seen |= Q(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=files_visible_to(user, model).values("pk"),
        )
    used = Tag.objects.filter(seen).annotate(item_count=Count("taggit_taggeditem_items"))
    return used.order_by("-item_count", "name")


def _keywords_of(user: Any) -> QuerySet[Keyword]:
    """Keywords of the pages that the user may see."""
    if user.is_superuser:
        return Keyword.objects.all()
    pages = pages_visible_to(user).values("pk")
    return Keyword.objects.filter(tagged__content_object__in=pages)


def _tags_of(user: Any) -> QuerySet[Tag]:
    return Tag.objects.all() if user.is_superuser else tags_of(user, *FILE_POLICIES)


# What the fields of the desk ask for by name; another list has no owner who could be asked.
PROPOSED: dict[str, Callable[[Any], QuerySet]] = {
    Tag._meta.label_lower: _tags_of,
    Keyword._meta.label_lower: _keywords_of,
}


def proposed_tags(
    request: HttpRequest, app_name: str = "taggit", model_name: str = "tag"
) -> HttpResponseBase:
    """Answer Wagtail's field with the names that begin like what was typed."""
    visible = PROPOSED.get(f"{app_name}.{model_name}")
    if visible is None:
        raise Http404
    names: list[str] = []
    if term := request.GET.get("term", ""):
        found = visible(request.user).filter(name__istartswith=term).order_by("name")
        names = list(found.values_list("name", flat=True).distinct()[:TAGS_AUTOCOMPLETE_LIMIT])
    return JsonResponse(names, safe=False)


class _VisibleTags(WagtailFilterSet):
    """Wagtail's filter offers the tags of every file there is."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters.pop("tag", None)
        names = [tag.name for tag in tags_of(request.user, self._meta.model)[:POPULAR]]
        if names:
            self.filters["tag"] = PopularTagsFilter(
                label=_("标签"),
                field_name="tags__name",
                choices=[(name, name) for name in names],
                widget=forms.CheckboxSelectMultiple,
                use_subquery=kwargs.get("is_searching"),
            )


class VisibleImagesFilterSet(_VisibleTags, ImagesFilterSet):
    class Meta(ImagesFilterSet.Meta):
        pass


class VisibleDocumentsFilterSet(_VisibleTags, DocumentsFilterSet):
    class Meta(DocumentsFilterSet.Meta):
        pass


class VisibleImageChooseView(ImageChooseView):
    """Offers the tags of the pictures that the person may see."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        popular = tags_of(self.request.user, SiteImage)[:POPULAR]
        return {**super().get_context_data(**kwargs), "popular_tags": popular}


class _ImageChooser(ImageChooserViewSet):
    choose_view_class = VisibleImageChooseView


_choose_image = _ImageChooser(
    image_chooser.name, model=SiteImage, url_prefix=image_chooser.url_prefix
).choose_view
_images = {"filterset_class": VisibleImagesFilterSet}
_documents = {"filterset_class": VisibleDocumentsFilterSet}

# Asked by the guard before Wagtail's own view of the same name.
TAGS = {
    name: require_admin_access(view)
    for name, view in {
        "wagtailadmin_tag_autocomplete": proposed_tags,
        "wagtailadmin_tag_model_autocomplete": proposed_tags,
        "wagtailimages:index": ImageIndexView.as_view(**_images),
        "wagtailimages:index_results": ImageIndexView.as_view(**_images, results_only=True),
        "wagtaildocs:index": DocumentIndexView.as_view(**_documents),
        "wagtaildocs:index_results": DocumentIndexView.as_view(**_documents, results_only=True),
        "wagtailimages_chooser:choose": _choose_image,
    }.items()
}
