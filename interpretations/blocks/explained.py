"""What is said within a text: what explains a clause, and which clauses a block explains."""

import re
from collections.abc import Iterable, Mapping
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Where a clause begins, as `anchors` puts it there, and where its line may end.
_PLACE = re.compile(
    r'<span id="(?P<mark>[^"<]*)"></span>'
    r'|<[a-z][a-z0-9]* id="(?P<element>[^"<]*)"[^<>]*>'
    r"|</(?:p|li|h[1-6]|table)>"
)
# Address, words and label of a link beside a clause.
Explanation = tuple[str, str]


def marked(html: str, explained: Mapping[str, Explanation]) -> SafeString:
    """Rendered text of a document with a link at the end of each line that begins such a clause.

    `explained` says of the fragment of a clause where its explanation stands, and how the clause
    is cited.
    """
    pieces: list[str] = []
    waiting: list[SafeString] = []
    end = 0
    for place in _PLACE.finditer(html):
        pieces.append(html[end : place.start()])
        end = place.start()
        pieces += waiting
        waiting = []
        fragment = unescape(place["mark"] or place["element"] or "")
        if fragment in explained:
            waiting.append(_link(*explained[fragment]))
    return mark_safe("".join((*pieces, html[end:])))


def _link(address: str, label: str) -> SafeString:
    return format_html(
        ' <a class="explained-by" href="{}">{}<span class="hidden">{}</span></a>',
        address, _("解读"), _("：%s") % label,
    )  # fmt: skip


def explains(key: str, clauses: Iterable[tuple[str, str, str]]) -> SafeString:
    """The line above a block that names the clauses it explains.

    `key` is that of the block; each clause has its address, its label, and a word on what became
    of it, or ''.
    """
    links = format_html_join(
        _("、"),
        '<a href="{}" data-pair="policy">{}</a>{}',
        ((address, label, note) for address, label, note in clauses),
    )
    if not links:
        return SafeString("")
    return format_html('<p class="explains" id="{}">{}{}</p>', anchor_of(key), _("解读："), links)


def anchor_of(key: str) -> str:
    """The address of a block of an interpretation within its page."""
    return f"explains-{key}"
