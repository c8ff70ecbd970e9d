"""`/policies/feed/` and `/interpretations/feed/`: Atom, one entry a document or interpretation."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from interpretations.models import Exemption, InterpretationPage, PolicyPage, Publication
from interpretations.reading.address import full_url, page_url
from interpretations.reading.sets import (
    INTERPRETATION_FIELDS,
    ReleasedSet,
    documents_of,
    public_policies,
    sets_of,
)
from interpretations.reading.touched import touched_at
from media.examine.characters import storable_all

NEWEST = 50


class SoundAtomFeed(Atom1Feed):
    """One released title that XML cannot hold must not take the feed from everybody."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, storable_all(item))


class ReleasedFeed(Feed):
    """What both feeds have in common. An entry's id outlives every change of its address."""

    feed_type = SoundAtomFeed
    path = ""

    def link(self) -> str:
        return full_url(self.path)

    def feed_url(self) -> str:
        return full_url(f"{self.path}feed/")

    def feed_guid(self) -> str:
        return full_url(f"{self.path}feed/")

    def author_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def get_feed(self, obj: None, request: HttpRequest) -> Any:
        self.language = settings.LANGUAGE_CODE
        return super().get_feed(obj, request)


def entry_id(pk: int, released_at: datetime) -> str:
    """A tag URI (RFC 4151): unlike the page's address, nobody expects to fetch it."""
    host = urlsplit(settings.BASE_URL).hostname
    return f"tag:{host},{released_at:%Y-%m-%d}:{pk}"


class PolicyFeed(ReleasedFeed):
    """The newest documents, each with its interpretations."""

    path = "/policies/"

    def title(self) -> str:
        return _("政策文件")

    def subtitle(self) -> str:
        return _("政府文件全文，每份都和解读同一时刻发布。")

    def items(self) -> list[ReleasedSet]:
        return sets_of(public_policies().annotate(touched_at=touched_at("pk"))[:NEWEST])

    def item_title(self, item: ReleasedSet) -> str:
        return item.policy.title

    def item_link(self, item: ReleasedSet) -> str:
        return page_url(item.policy)

    def item_guid(self, item: ReleasedSet) -> str:
        return entry_id(item.policy.pk, self.item_pubdate(item))

    def item_pubdate(self, item: ReleasedSet) -> datetime:
        assert item.released_at is not None  # public
        return item.released_at

    def item_updateddate(self, item: ReleasedSet) -> datetime:
        return item.policy.touched_at

    def item_author_name(self, item: ReleasedSet) -> str:
        return "、".join(item.policy.issuer_list) or self.author_name()

    def item_description(self, item: ReleasedSet) -> str:
        links = format_html_join(
            "",
            '<li>{}：<a href="{}">{}</a></li>',
            ((page.form, page_url(page), page.title) for page in item.interpretations),
        )
        number = format_html("<p>{}</p>", item.policy.doc_number) if item.policy.doc_number else ""
        if item.exemption:
            return format_html("{}<p>{}</p>", number, exempt(item.exemption))
        return format_html("{}<p>{}</p><ul>{}</ul>", number, _("解读"), links)


def exempt(exemption: Exemption) -> str:
    """免于解读, and why."""
    reason = "，".join(filter(None, [exemption.reason, exemption.note]))
    return _("免于解读：%s") % reason


@dataclass(frozen=True)
class Explained:
    """An interpretation and the documents that it explains, its own first."""

    page: InterpretationPage
    policies: list[PolicyPage]


@lru_cache(maxsize=1)
def _newest_interpretations() -> QuerySet:
    """Naming the role lets the database walk the index of the newest instead of sorting all."""
    pages = InterpretationPage.objects.public().newest_first()
    dated = pages.filter(publication__role=Publication.Role.INTERPRETATION).annotate(
        touched_at=touched_at("publication__policy")
    )
    fields = (*INTERPRETATION_FIELDS, "interpreter", "source_name")
    return dated.select_related("publication", "form").only(*fields)


class InterpretationFeed(ReleasedFeed):
    """The newest interpretations, each with its documents."""

    path = "/interpretations/"

    def title(self) -> str:
        return _("政策解读")

    def subtitle(self) -> str:
        return _("政策文件的解读，每份都和文件同一时刻发布。")

    def items(self) -> list[Explained]:
        pages = list(_newest_interpretations()[:NEWEST])
        explained = documents_of([page.pk for page in pages])
        return [Explained(page, explained.get(page.pk, [])) for page in pages]

    def item_title(self, item: Explained) -> str:
        return item.page.title

    def item_link(self, item: Explained) -> str:
        return page_url(item.page)

    def item_guid(self, item: Explained) -> str:
        return entry_id(item.page.pk, item.page.publication.released_at)

    def item_pubdate(self, item: Explained) -> datetime:
        return item.page.publication.released_at

    def item_updateddate(self, item: Explained) -> datetime:
        return item.page.touched_at

    def item_author_name(self, item: Explained) -> str:
        return item.page.interpreter or item.page.source_name or self.author_name()

    def item_categories(self, item: Explained) -> list[str]:
        return [str(item.page.form)]

    def item_description(self, item: Explained) -> str:
        documents = format_html_join(
            "",
            '<p>{}：<a href="{}">{}</a></p>',
            ((_("政策文件"), page_url(policy), policy.title) for policy in item.policies),
        )
        return format_html("<p>{}</p>{}", item.page.summary, documents)
