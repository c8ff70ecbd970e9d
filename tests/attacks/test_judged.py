"""The judge itself: what it must see wherever it stands in an answer."""

import pytest
from django.http import HttpResponse, JsonResponse

from tests.attacks.judged import holes


def told(data):
    return JsonResponse(data, safe=False, headers={"X-Content-Type-Options": "nosniff"})


@pytest.mark.parametrize(
    "html", ["<div><x191 onx=1></div>", "\n  <ul><li><x191></li></ul>", "<x191>", "<form><x191>"]
)
def test_markup_in_a_dialogue_is_seen(html):
    assert holes(told({"step": "choose", "html": html}))
    assert holes(told([{"results": {"rows": [html]}}]))
    assert holes(HttpResponse(html))


def test_words_that_are_shown_as_words_are_no_markup():
    assert holes(told({"title": "关于 <x191> 的通知"})) == []
    assert holes(HttpResponse("&lt;x191&gt;")) == []
