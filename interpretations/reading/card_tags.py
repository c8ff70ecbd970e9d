"""The parts of a card that every list and search shows twenty times a page.

Written here because a template takes twice as long: some fifty expressions a card, each looked
up, localized and escaped by itself, were a quarter of a search
(docs/decisions/0101-a-search-reads-what-it-shows.md).
"""

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from interpretations.models import PolicyPage
from interpretations.reading.sets import ReleasedSet
from interpretations.templatetags.reading_tags import file_number, keep_file_numbers

if TYPE_CHECKING:
    from interpretations.reading.search_page import Result

register = template.Library()
_NOTHING = SafeString("")


def _(words: str) -> str:
    """A word of a card in the language of the page, looked for once.

    What is written in the source's language is in no catalogue: every one is searched for it.
    """
    return _translated(get_language(), words)


@lru_cache(maxsize=100)
def _translated(language: str | None, words: str) -> str:
    return gettext(words)


@register.simple_tag
def card_head(card: ReleasedSet, heading: str = "h2") -> SafeString:
    """What a set is called, a warning about its validity, its document, and why it is exempt."""
    lead, policy = card.lead, card.policy
    featured = format_html('<span class="featured">{}</span> ', _("置顶")) if card.featured else ""
    link = _link(lead.url, lead.title) if lead else _link(policy.url, policy.title, "song")
    title = format_html(
        '<{0} class="card__title">{1}{2} {3}</{0}>', heading, featured, link, _warning(card)
    )
    document = _document_line(policy) if lead else ""
    return format_html("{}{}{}", title, document, _exemption(card))


@register.simple_tag
def card_excerpt(result: "Result") -> SafeString:
    """The sentence that answers a search, whose it is, and the clause that it stands in."""
    if not result.excerpt:
        return _NOTHING
    of_document = result.page.pk == result.set.policy.pk
    address, clause = result.page.url, _NOTHING
    if result.clause:
        address = f"{address}#{result.clause.fragment}"
        clause = format_html('<b class="excerpt__clause">{}</b> ', result.clause.label)
    return format_html(
        '<p class="excerpt excerpt--{}"><span class="excerpt__from">{}</span>'
        ' <a href="{}">{}{}</a></p>',
        "document" if of_document else "interpretation",
        _("文件里写着") if of_document else _("解读里说"),
        address,
        clause,
        keep_file_numbers(result.excerpt),
    )


@register.simple_tag
def card_meta(card: ReleasedSet) -> SafeString:
    """The file number, who looks after the document, and since when the public has it."""
    department = format_html("<span>{}</span>", card.department.label) if card.department else ""
    return format_html(
        '<p class="card__meta">{} {} {}</p>',
        file_number(card.policy.doc_number),
        department,
        _time(card.released_at) if card.released_at else "",
    )


@register.simple_tag
def forms(card: ReleasedSet, original: bool = False, pair: bool = False) -> SafeString:
    """A set's interpretations as labelled links.

    `pair` marks them as the other half of the document's own page; `original` links the document.
    """
    mark = SafeString(' data-pair="interpretation"') if pair else _NOTHING
    links = format_html_join(
        "",
        '<li><a class="form" href="{}"{}>{}<span class="hidden">{}</span></a></li>',
        (
            (page.url, mark, page.form.name if page.form else "", _titled(page.title))
            for page in card.interpretations
        ),
    )
    document = _original(card.policy) if original else ""
    return format_html('<ul class="forms" aria-label="{}">{}{}</ul>', _("形式"), links, document)


def _link(address: str, words: str, kind: str = "") -> SafeString:
    if not kind:
        return format_html('<a href="{}">{}</a>', address, words)
    return format_html('<a class="{}" href="{}">{}</a>', kind, address, words)


def _warning(card: ReleasedSet) -> SafeString:
    if card.validity is None or not card.validity.is_warning:
        return _NOTHING
    warning = _("文件%(label)s") % {"label": card.validity.said}
    return format_html('<span class="mark">{}</span>', warning)


def _document_line(policy: PolicyPage) -> SafeString:
    return format_html(
        '<p class="card__document"><span class="voice voice--document">{}</span> {}</p>',
        _("上级政策") if policy.external else _("文件"),
        _link(policy.url, policy.title, "card__source"),
    )


def _exemption(card: ReleasedSet) -> SafeString:
    if not card.exemption:
        return _NOTHING
    said = _("免于解读：%(reason)s") % {"reason": card.exemption.reason}
    return format_html('<p class="card__exempt">{}</p>', said)


def _time(moment: datetime) -> SafeString:
    """As the template filter `date` writes "c" and "Y年n月j日 H:i"."""
    local = timezone.localtime(moment)
    said = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), said)


def _original(policy: PolicyPage) -> SafeString:
    return format_html(
        '<li><a class="form form--document" href="{}">{}<span class="hidden">{}</span></a></li>',
        policy.url,
        _("文件原文"),
        _titled(policy.title),
    )


def _titled(title: str) -> str:
    return _("：%(title)s") % {"title": title}
