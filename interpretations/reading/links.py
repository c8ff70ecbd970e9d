"""Links inside rich text: only to what the public may know (P7).

A link to a page that is not public becomes `<a>` without an address, exactly as one to a
page that never was. On the editorial side, where no snapshot is open, links show.
"""

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from interpretations.reading import snapshot
from interpretations.reading.public import public_pages
from media.models import ReleasedFile, SiteDocument

NO_LINK = "<a>"


class PublicPageLinkHandler(PageLinkHandler):
    """`<a linktype="page" id="3">`."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        if snapshot.current() is None:
            return super().get_many(attrs_list)
        pages = public_pages().in_bulk(_ids(attrs_list))
        return [pages.get(_id(attrs)) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Name the other half of the page, as every link to it does (docs/contract.md, HTML)."""
        tags = super().expand_db_attributes_many(attrs_list)
        current = snapshot.current()
        halves = [current.pairs.get(_id(attrs)) if current else None for attrs in attrs_list]
        return [
            f'{tag[:-1]} data-pair="{half}">' if half and tag != NO_LINK else tag
            for tag, half in zip(tags, halves, strict=True)
        ]


class ReleasedDocumentLinkHandler(DocumentLinkHandler):
    """`<a linktype="document" id="3">`."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[SiteDocument | None]:
        documents = SiteDocument.objects.all()
        if snapshot.current() is not None:
            documents = documents.filter(file__in=ReleasedFile.objects.values("name"))
        rows = documents.in_bulk(_ids(attrs_list))
        return [rows.get(_id(attrs)) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            f'<a href="{escape(document.url)}">' if document else NO_LINK
            for document in cls.get_many(attrs_list)
        ]


def register(features: Any) -> None:
    """Put both in the place of Wagtail's own."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(ReleasedDocumentLinkHandler)


def _id(attrs: dict[str, str]) -> int:
    """The number in a link; 0, which no row has, where there is none."""
    value = attrs.get("id", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


def _ids(attrs_list: list[dict[str, str]]) -> list[int]:
    return [_id(attrs) for attrs in attrs_list]
