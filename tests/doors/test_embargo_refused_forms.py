"""P7 in a refused form: it shows what was typed, and tells nothing of what was named."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from wagtail.test.utils.form_data import inline_formset, streamfield

from tests.database.undone import undone
from tests.doors.conftest import foreign_document, hidden_in
from tests.doors.forms import TYPED
from tests.doors.naming import (
    IN_INTERPRETATION,
    IN_POLICY,
    SPOKEN,
    draft_title,
    leaks,
    save,
    tells,
)
from tests.factories import make_interpretation

pytestmark = pytest.mark.django_db
OF_POLICY = {f"{kind} of a document": fields for kind, fields in IN_POLICY.items()}


def _secrets(town, recording, sound):
    rows = (town.images["draft"], town.documents["draft"], recording, sound)
    page = town.page("draft")
    return [page.title, page.slug] + [word for row in rows for word in (row.title, row.file.name)]


@dataclass(frozen=True)
class Refused:
    """The answer to a stranger's form that names what is unreleased, and the draft's title then."""

    answer: HttpResponse
    title: str


@pytest.fixture(scope="module")
def refused(built, clients, recording, sound):
    """Each kind of naming, in an interpretation and in a document, tried once and undone."""
    hidden, client = hidden_in(built, recording, sound), clients["drafter2"]
    with undone():
        document = foreign_document(built)
        explanation = make_interpretation(document, built.world.drafter2)
        return {
            kind: _refused(client, page, fields(hidden))
            for page, kinds in ((explanation, IN_INTERPRETATION), (document, OF_POLICY))
            for kind, fields in kinds.items()
        }


def _refused(client, page, fields):
    with undone():
        answer = save(client, page, **fields)
        return Refused(answer, draft_title(page))


@pytest.mark.parametrize("kind", [*IN_INTERPRETATION, *OF_POLICY])
def test_the_editor_refuses_what_its_writer_may_not_see(refused, kind):
    assert refused[kind].answer.status_code == 200
    assert tells(refused[kind].answer)
    assert refused[kind].title != TYPED


@pytest.mark.parametrize("kind", [*IN_INTERPRETATION, *OF_POLICY])
def test_a_refused_form_tells_nothing(town, refused, recording, sound, kind):
    assert leaks(refused[kind].answer, _secrets(town, recording, sound)) == []
    assert TYPED in refused[kind].answer.text


@pytest.mark.parametrize("kind", ["link in a block", "document in a block", "link in a field"])
def test_the_words_of_a_refused_link_stay(refused, kind):
    assert leaks(refused[kind].answer, ["见此处的说明"])


def test_the_words_of_a_refused_line_stay(refused):
    assert 'value="表"' in refused["attachment of a document"].answer.text


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
