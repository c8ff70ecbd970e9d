"""What publishing a page would make public, as one number (P3).

The digest is taken over the page as an object, not over the stored JSON: a deleted
topic nulls a field of the object while the JSON stays the same (docs/doors.md, point 12).
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

# Tree, lock, draft, clock and what is derived at saving: bookkeeping that publishing does
# not make public, or that the release itself decides.
BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "content_type",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "doc_number_key",
        "clauses_retired",
        "translation_key",
        "locale",
        "alias_of",
        COMMENTS_RELATION_NAME,
    }
)


# Says nothing to a reader; left out, so that a field added by a later version, empty
# everywhere, changes no digest of what is public already.
EMPTY: tuple[object, ...] = (None, "", "[]", [], False)


def public_data(page: Page) -> dict[str, Any]:
    """Return the fields and child rows of a specific page that readers would see."""
    data = page.serializable_data()
    public = {
        key: value for key, value in data.items() if key not in BOOKKEEPING and value not in EMPTY
    }
    parent_link = page._meta.pk.name
    public.pop(parent_link, None)
    for key, value in public.items():
        if isinstance(value, list):
            public[key] = [child_row(row) for row in value]
        elif isinstance(value, datetime):
            public[key] = _as_stored(value)
        elif isinstance(value, str) and isinstance(page._meta.get_field(key), StreamField):
            # PostgreSQL keeps the keys of a block in an order of its own.
            public[key] = json.loads(value)
    return public


def _as_stored(moment: datetime) -> datetime:
    """Return what a revision says of a moment: its JSON keeps thousandths of a second.

    Otherwise the draft of a moment less than that after the second, said as `.000`, would read as
    another text than the one that was written.
    """
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def child_row(row: Any) -> Any:
    """Drop what a child row gets only when it is stored: its own key and its owner's."""
    if not isinstance(row, dict):
        return row
    return {
        name: value for name, value in row.items() if name not in ("pk", "page", "content_object")
    }


def digest(value: Any) -> str:
    """Return the hex SHA-256 of any JSON-like value; dates as they are stored."""
    encoded = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(encoded.encode()).hexdigest()


def page_digest(page: Page) -> str:
    """Return the digest of what this object of a specific page would make public."""
    return digest(public_data(page))
