"""The one entry of written text: whatever a form brings can be stored, and written as XML and JSON.

A query passes it too, so no search fails at the database.

It stands before every form, so nothing is checked, compared or drawn from a text that is not the
one that is kept.
"""

import json
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, QueryDict

from media.examine.characters import storable, storable_all

# What Wagtail's editor of rich text posts; there, characters hide behind escapes of JSON.
RICH_TEXT = ("blocks", "entityMap")
UNREADABLE = "\ufffd"
# The ranges of a block, and where each lies in its text.
RANGES = ("inlineStyleRanges", "entityRanges")
PLACE = ("offset", "length")


class CharactersMiddleware:
    """Stands before the guard and the views; a body that cannot be read is theirs to refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Put what can be stored in the place of what was posted, and mark NUL in a query.

        PostgreSQL refuses NUL in a search as it does in a row. The mark of what cannot be read
        stands for it, as in HTML: without it the query would ask for something else.
        """
        if any("\x00" in word for item in request.GET.lists() for word in (item[0], *item[1])):
            request.GET = cast(Any, _each(request.GET, _readable))
        if request.method == "POST":
            # It is not changed any more, which its type does not know.
            request.POST = cast(Any, _each(request.POST, storable, storable_value))
            for _name, uploads in request.FILES.lists():
                for upload in uploads:
                    assert isinstance(upload, UploadedFile)
                    upload.name = storable(upload.name or "")
        return None


def _each(
    sent: QueryDict, of_name: Callable[[str], str], of_value: Callable[[str], str] | None = None
) -> QueryDict:
    """What was sent, each name and each value of it as these say; values as names by themselves."""
    form = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        form.setlist(of_name(name), [(of_value or of_name)(value) for value in values])
    form._mutable = False
    return form


def _readable(word: str) -> str:
    return word.replace("\x00", UNREADABLE)


def storable_value(value: str) -> str:
    """A text; of rich text also what stands behind escapes."""
    if "\x00" in value:
        return value  # nobody types it: Django's fields refuse it with a sentence
    value = storable(value)
    if "\\u" not in value or not value.startswith("{"):
        return value
    try:
        content = json.loads(value)
    except (ValueError, RecursionError):
        return value
    if not all(key in content for key in RICH_TEXT):
        return value
    if isinstance(content["blocks"], list):
        content["blocks"] = [_storable_block(block) for block in content["blocks"]]
    try:
        return json.dumps(storable_all(content))
    except RecursionError as error:
        # Left as it is, what stands behind its escapes would pass.
        raise BadRequest("rich text that is nested too deep") from error


def _storable_block(block: Any) -> Any:
    """A block of rich text; styles and links stay on their words when characters go.

    What is no block is left to the editor's field to refuse.
    """
    text = block.get("text") if isinstance(block, dict) else None
    if not isinstance(text, str) or storable(text) == text:
        return block
    ranges = {name: block[name] for name in RANGES if isinstance(block.get(name), list)}
    return block | {name: [_moved(item, text) for item in items] for name, items in ranges.items()}


def _moved(item: Any, text: str) -> Any:
    """A range of the text, counted in what is left of it."""
    offset, length = (item.get(name) for name in PLACE) if isinstance(item, dict) else (None, None)
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0:
        return item
    start, end = (len(storable(text[:place])) for place in (offset, offset + length))
    return item | {"offset": start, "length": end - start}
