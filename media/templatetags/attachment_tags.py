"""Attachments in templates: their kind in words, and OFD files beside their PDF."""

from collections.abc import Iterable
from typing import Any

from django import template

from media.attachments import shown_together, type_label

register = template.Library()
register.filter("type_label", type_label)


@register.filter
def together(attachments: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of `{"attachment", "twin"}`; an OFD at its PDF is no row of its own."""
    rows = [attachment for attachment in attachments if attachment.document]
    by_id = {attachment.document.pk: attachment for attachment in rows}
    return [
        {"attachment": by_id[shown.document.pk], "twin": shown.twin}
        for shown in shown_together(attachment.document for attachment in rows)
    ]
