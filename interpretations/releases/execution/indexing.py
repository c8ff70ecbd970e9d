"""What the public search knows of a released page: its displayed words."""

from typing import Any

from django.utils.html import strip_tags
from wagtail.rich_text import get_text_for_indexing

from interpretations.models import InterpretationPage, PolicyPage
from search.index import Entry


def entry_of(page: Any, set_id: int) -> Entry:
    """Return the index entry of a specific page that belongs to the set of this document."""
    policy = isinstance(page, PolicyPage)
    return Entry(
        page_id=page.pk,
        set_id=set_id,
        kind="policy" if policy else "interpretation",
        title=page.title,
        number=page.doc_number if policy else "",
        body=_policy_text(page) if policy else _interpretation_text(page),
    )


def _policy_text(page: PolicyPage) -> str:
    parts = [*page.issuer_list, page.recipients, *_stream_text(page.body)]
    parts += [keyword.name for keyword in page.keywords.all()]
    return "\n".join(filter(None, parts))


def _interpretation_text(page: InterpretationPage) -> str:
    rich_texts = (page.background, page.goals, page.key_points)
    parts = [page.summary, *(plain(html) for html in rich_texts), *_stream_text(page.body)]
    return "\n".join(filter(None, [*parts, page.interpreter]))


def _stream_text(stream: Any) -> list[str]:
    block = stream.stream_block
    return [plain(str(text)) for text in block.get_searchable_content(stream)]


def plain(html: str) -> str:
    """Return the words of rich text, one paragraph a line."""
    return strip_tags(get_text_for_indexing(html)).strip()
