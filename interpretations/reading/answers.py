"""Whole answers of filtered lists and searches, kept for the other readers of an edition and a day.

They have no file in the folder of their edition: nobody can say how many questions there are. The
cache is bounded, in the process, and of these answers alone: a flood of odd questions drives out
nothing but other answers (docs/decisions/0069-lists-in-memory.md).
"""

import hashlib
import zlib
from collections.abc import Callable
from functools import partial

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from interpretations.reading import snapshot

# Of one answer, compressed; the cache holds so many entries of it (`CACHES`).
MOST_BYTES = 16 * 1024
_FAST = 1


def kept_answer(request: HttpRequest, asked: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer to a question in its one form, made once for everybody who is not known.

    Whoever is signed in gets an answer of their own. An empty question has a file.
    """
    if not asked or snapshot.current() is None or request.user.is_authenticated:
        return make()
    name = hashlib.sha256(f"{request.path}{asked}".encode()).hexdigest()
    packed = caches["answers"].get(name)
    if packed is not None:
        return HttpResponse(zlib.decompress(packed))
    answer = make()
    if isinstance(answer, SimpleTemplateResponse):
        answer.add_post_render_callback(partial(_keep, name, asked))
    return answer


def _keep(name: str, asked: str, answer: SimpleTemplateResponse) -> None:
    """Keep a page that answers this very question: page 99 of a list of two is its last page."""
    question = (answer.context_data or {}).get("own_query")
    if answer.status_code != 200 or answer.cookies or question != asked:
        return
    packed = zlib.compress(answer.content, _FAST)
    if len(packed) <= MOST_BYTES:
        caches["answers"].set(name, packed, snapshot.KEPT_SECONDS)
