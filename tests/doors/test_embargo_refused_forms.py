"""P7 in a refused form: it shows what was typed, and tells nothing of what was named."""

import pytest
from wagtail.test.utils.form_data import inline_formset, streamfield

from tests.doors.forms import TYPED
from tests.doors.naming import IN_INTERPRETATION, IN_POLICY, SPOKEN, leaks, save, tells

pytestmark = pytest.mark.django_db


def _secrets(town, recording, sound):
    rows = (town.images["draft"], town.documents["draft"], recording, sound)
    page = town.page("draft")
    return [page.title, page.slug] + [word for row in rows for word in (row.title, row.file.name)]


@pytest.mark.parametrize("kind", IN_INTERPRETATION)
def test_a_refused_form_tells_nothing(clients, town, explanation, hidden, recording, sound, kind):
    response = save(clients["drafter2"], explanation, **IN_INTERPRETATION[kind](hidden))

    assert leaks(response, _secrets(town, recording, sound)) == []
    assert TYPED in response.text


@pytest.mark.parametrize("kind", IN_POLICY)
def test_a_refused_document_tells_nothing(clients, town, document, hidden, recording, sound, kind):
    response = save(clients["drafter2"], document, **IN_POLICY[kind](hidden))

    assert leaks(response, _secrets(town, recording, sound)) == []


@pytest.mark.parametrize("kind", ["link in a block", "document in a block", "link in a field"])
def test_the_words_of_a_refused_link_stay(clients, explanation, hidden, kind):
    response = save(clients["drafter2"], explanation, **IN_INTERPRETATION[kind](hidden))

    assert leaks(response, ["见此处的说明"])


def test_the_words_of_a_refused_line_stay(clients, document, hidden):
    response = save(clients["drafter2"], document, **IN_POLICY["attachment"](hidden))

    assert 'value="表"' in response.text


WRONG_BESIDES = {
    "a sound as a film": lambda h: {
        "body": streamfield(
            [("film", {"recording": h["sound"], "captions": "", "poster": "", **SPOKEN})]
        )
    },
    "a film with wrong captions": lambda h: {
        "body": streamfield(
            [("film", {"recording": h["film"], "captions": "胡话", "poster": h["image"], **SPOKEN})]
        )
    },
    "a link in words that are too long": lambda h: (
        {"summary": "长" * 400} | IN_INTERPRETATION["link in a field"](h)
    ),
}


@pytest.mark.parametrize("kind", WRONG_BESIDES)
def test_what_is_wrong_besides_tells_no_more(
    clients, town, explanation, hidden, recording, sound, kind
):
    response = save(clients["drafter2"], explanation, **WRONG_BESIDES[kind](hidden))

    assert leaks(response, _secrets(town, recording, sound)) == []
    assert tells(response)
    assert "这是音频" not in response.text


def test_a_line_that_is_wrong_besides_tells_no_more(
    clients, town, document, hidden, recording, sound
):
    line = {"kind": "nonsense", "target": hidden["page"], "title": "", "doc_number": "",
            "effective_on": ""}  # fmt: skip

    response = save(clients["drafter2"], document, relations=inline_formset([line]))

    assert leaks(response, _secrets(town, recording, sound)) == []
