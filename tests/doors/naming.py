"""What a browser posts to name a row, for each place of a page that can name one."""

import json

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from interpretations.models.refusals import UnseenReference
from tests.doors.forms import page_form
from tests.factories import fresh

SENTENCE = str(UnseenReference.sentence)
WORDS = {"caption": "", "credit": ""}
SPOKEN = {"title": "", "transcript": "说了什么。"}


def _link(kind, pk):
    """What the editor sends for a link, whatever its number says."""
    block = {
        "key": "a", "type": "unstyled", "depth": 0, "text": "见此处的说明", "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 6, "key": 0}],
    }  # fmt: skip
    type_ = {"page": "LINK", "document": "DOCUMENT"}[kind]
    entity = {"type": type_, "mutability": "MUTABLE", "data": {"id": pk, "url": "/"}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def _blocks(*blocks):
    return {"body": streamfield(list(blocks))}


def _gallery(pk):
    items = [{"value": {"image": pk, "alt": "图", **WORDS}} for _ in range(2)]
    return ("gallery", {"title": "图片", "items": _list(items)})


def _list(items):
    """What a browser posts for a list block."""
    data = {"count": str(len(items))}
    for index, item in enumerate(items):
        data |= {f"{index}-deleted": "", f"{index}-order": str(index), f"{index}-type": "item"}
        data |= {f"{index}-value-{name}": value for name, value in item["value"].items()}
    return data


# What an interpretation can name -> what a browser posts of it.
IN_INTERPRETATION = {
    "picture": lambda h: _blocks(("picture", {"image": h["image"], "alt": "图", **WORDS})),
    "gallery": lambda h: _blocks(_gallery(h["image"])),
    "infographic": lambda h: _blocks(
        ("infographic", {"image": h["image"], "alt": "图", "long_description": rich_text(""),
                         **WORDS})
    ),
    "attachment": lambda h: _blocks(("attachment", {"title": "表", "document": h["document"]})),
    "film": lambda h: _blocks(
        ("film", {"recording": h["film"], "captions": "", "poster": "", **SPOKEN})
    ),
    "poster": lambda h: _blocks(
        ("film", {"recording": "", "captions": "", "poster": h["image"], **SPOKEN})
    ),
    "sound": lambda h: _blocks(("sound", {"recording": h["sound"], **SPOKEN})),
    "link in a block": lambda h: _blocks(("text", _link("page", h["page"]))),
    "document in a block": lambda h: _blocks(("text", _link("document", h["document"]))),
    "link in a field": lambda h: {"key_points": _link("page", h["page"])},
    "further document": lambda h: {
        "further_policies": inline_formset([{"policy": h["page"]}])
    },
}  # fmt: skip
IN_POLICY = {
    "link": lambda h: _blocks(("text", _link("page", h["page"]))),
    "attachment": lambda h: {
        "attachments": inline_formset([{"title": "表", "document": h["document"]}])
    },
    "relation": lambda h: {
        "relations": inline_formset(
            [{"kind": "amends", "target": h["page"], "title": "", "doc_number": "",
              "effective_on": ""}]
        )
    },
}  # fmt: skip


def save(client, page, headers=None, **fields):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, page_form(page, **fields), headers=headers)


def tells(response):
    """Whether the sentence stands there, as text or in what a block's script reads."""
    return leaks(response, [SENTENCE]) == [SENTENCE]


def draft_title(page):
    return fresh(page).get_latest_revision_as_object().title


def leaks(response, words):
    """Which words stand there, as text, in a block's JSON, or in rich text within that."""
    return [word for word in words if any(form in response.text for form in _written(word))]


def _written(word):
    once = json.dumps(word)[1:-1]
    return word, once, json.dumps(once)[1:-1]
