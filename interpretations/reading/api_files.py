"""`/api/v2/images/` and `/api/v2/documents/`: what released pages show and carry."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from wagtail.api.v2.serializers import BaseSerializer

from interpretations.reading.address import full_url
from interpretations.reading.api_fields import WholeField
from interpretations.reading.api_rules import PublicAPI
from media.models import ReleasedFile, Rendition, SiteDocument, SiteImage
from media.renditions import SPECS

SIZES = {spec: name for name, spec in SPECS.items()}


class RenditionsField(WholeField):
    """The sizes in which the public gets a picture; never its original."""

    def to_representation(self, image: SiteImage) -> list[dict[str, Any]]:
        return [
            {
                "name": SIZES.get(rendition.filter_spec, rendition.filter_spec),
                "url": full_url(rendition.url),
                "width": rendition.width,
                "height": rendition.height,
            }
            for rendition in image.released_renditions
        ]


class PublicImageSerializer(BaseSerializer):
    renditions = RenditionsField(read_only=True)


class PublicImagesAPI(PublicAPI):
    """Pictures of released pages, as renditions."""

    name = "images"
    model = SiteImage
    base_serializer_class = PublicImageSerializer
    body_fields = ["id", "title", "description", "credit", "rights", "made_by_ai", "renditions"]
    listing_default_fields = [*PublicAPI.listing_default_fields, "title", "renditions"]

    def get_queryset(self) -> QuerySet:
        released = Rendition.objects.filter(file__in=ReleasedFile.objects.values("name"))
        sizes = Prefetch("renditions", released.order_by("width"), to_attr="released_renditions")
        images = SiteImage.objects.filter(pk__in=released.values("image"))
        return images.prefetch_related(sizes).order_by("id")


class DownloadField(WholeField):
    """The address of a released file."""

    def to_representation(self, document: SiteDocument) -> str:
        return full_url(document.url)


class PublicDocumentSerializer(BaseSerializer):
    download_url = DownloadField(read_only=True)


class PublicDocumentsAPI(PublicAPI):
    """Attachments of released pages."""

    name = "documents"
    model = SiteDocument
    base_serializer_class = PublicDocumentSerializer
    body_fields = ["id", "title", "original_name", "file_size", "sha256"]
    meta_fields = [*PublicAPI.meta_fields, "download_url"]
    listing_default_fields = [*PublicAPI.listing_default_fields, "title", "download_url"]

    def get_queryset(self) -> QuerySet:
        released = ReleasedFile.objects.values("name")
        return SiteDocument.objects.filter(file__in=released).order_by("id")
