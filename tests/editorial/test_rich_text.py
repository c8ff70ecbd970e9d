"""Rich text as it is posted: every word of the editor is kept, every other shape is a sentence."""

import json
import re
from copy import deepcopy
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from interpretations.blocks.text import TextBlock
from interpretations.editorial.rich_text import MISREAD, DeskRichTextArea
from interpretations.models import InterpretationPage
from media.intake.characters import storable_value
from tests.doors.naming import draft_title, save
from tests.doors.tries import AUTOSAVE
from tests.editorial.desk import as_user
from tests.factories import make_interpretation, make_set

FEATURES = ["h3", "h4", "bold", "ol", "ul", "link", "document-link"]
UNORDERED, ORDERED = "unordered-list-item", "ordered-list-item"
KINDS = ["unstyled", "header-three", "header-four", UNORDERED, ORDERED]
WEB = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://www.gov.cn/"}}
PAGE = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": 3}}


def block(text, kind="unstyled", depth=0, styles=(), links=()):
    return {
        "key": "a", "type": kind, "depth": depth, "text": text, "data": {},
        "inlineStyleRanges": [{"offset": o, "length": n, "style": s} for o, n, s in styles],
        "entityRanges": [{"offset": o, "length": n, "key": k} for o, n, k in links],
    }  # fmt: skip


def content(*blocks):
    return {"blocks": list(blocks), "entityMap": deepcopy({"0": WEB, "1": PAGE})}


def html(posted):
    """What a form keeps of it, without the keys of the editor's blocks."""
    text = posted if isinstance(posted, str) else json.dumps(posted)
    widget = DeskRichTextArea(features=FEATURES)
    field = CharField(widget=widget, required=False)
    kept = field.clean(widget.value_from_datadict({"text": text}, {}, "text"))
    return re.sub(' data-block-key="[^"]*"', "", kept)


def test_a_line_that_is_left_deeper_than_its_list_is_kept():
    kept = html(content(block("前"), block("深", UNORDERED, 1), block("后")))

    assert kept == "<p>前</p><ul><li>深</li></ul><p>后</p>"


def test_a_list_of_another_kind_stands_after_the_first():
    lines = [
        block("一", UNORDERED), block("二", ORDERED), block("三", UNORDERED, 1),
        block("四", UNORDERED),
    ]  # fmt: skip

    assert html(content(*lines)) == (
        "<ul><li>一</li></ul><ol><li>二<ul><li>三</li></ul></li></ol><ul><li>四</li></ul>"
    )


def test_lists_of_both_kinds_stand_within_a_line():
    lines = [
        block("一", UNORDERED), block("二", UNORDERED, 1), block("三", ORDERED, 1),
        block("四", UNORDERED, 2), block("五", ORDERED, 1),
    ]  # fmt: skip

    assert html(content(*lines)) == (
        "<ul><li>一<ul><li>二</li></ul><ol><li>三<ul><li>四</li></ul></li><li>五</li></ol></li></ul>"
    )


def test_a_break_within_a_link_is_kept():
    kept = html(content(block("办理\n地点", links=[(0, 5, 0)])))

    link = '<a href="https://www.gov.cn/">'
    assert kept == f"<p>{link}办理</a><br/>{link}地点</a></p>"


def test_a_link_of_no_character_changes_no_other_link():
    kept = html(content(block("看办法", links=[(0, 2, 0), (2, 0, 1)])))

    assert kept == '<p><a href="https://www.gov.cn/">看办</a>法</p>'


def test_an_emptied_editor_is_empty_text():
    assert html("null") == ""


def test_a_dropped_character_moves_no_style():
    posted = json.dumps(content(block("甲\x0b\ufffe乙丙", styles=[(3, 1, "BOLD")])))

    assert html(storable_value(posted)) == "<p>甲<br/><b>乙</b>丙</p>"


@st.composite
def written(draw, entities=2):
    """What an editor may send, with links to so many of the map."""
    blocks = []
    for _ in range(draw(st.integers(0, 6))):
        text = draw(st.text("字a \n<&'\"𠮷", max_size=6))
        ranges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        start, end = sorted(draw(ranges))
        styles = [(start, end - start, "BOLD")]
        blocks.append(
            block(
                text, draw(st.sampled_from(KINDS)), draw(st.integers(0, 4)), styles,
                [(start, end - start, draw(st.integers(0, entities - 1)))],
            )
        )  # fmt: skip
    return blocks


def words(kept):
    return unescape(strip_tags(kept.replace("<br/>", "\n")))


@settings(max_examples=60)
@given(written())
def test_every_word_is_kept_in_its_order(blocks):
    assert words(html(content(*blocks))) == "".join(item["text"] for item in blocks)


@settings(max_examples=30)
@given(written(entities=1))
def test_what_is_kept_comes_back_and_is_kept_again(blocks):
    kept = html(content(*blocks))

    again = html(DeskRichTextArea(features=FEATURES).format_value(kept))

    assert "".join(words(again).split()) == "".join(words(kept).split())


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.floats() | st.text("L0{", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "url", "type", "data"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(value):
    """Every place of a tree: the container and its key."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


def whole():
    return content(
        block("一二三四", "unstyled", 0, [(0, 2, "BOLD")], [(1, 2, 0)]), block("五", ORDERED, 1)
    )


@settings(max_examples=200)
@given(st.data())
def test_a_changed_shape_is_a_sentence_or_keeps_its_words(data):
    """Somewhere a part is away, or something else stands there."""
    posted = whole()
    container, key = data.draw(st.sampled_from(list(places(posted))))
    if data.draw(st.booleans()):
        del container[key]
    else:
        container[key] = data.draw(TREES)
    try:
        kept = html(posted)
    except ValidationError as refusal:
        assert refusal.messages == [str(MISREAD)]
    else:
        assert words(kept) == "".join(item["text"] for item in posted["blocks"])


def changed(change):
    posted = whole()
    change(posted["blocks"][0], posted["entityMap"])
    return json.dumps(posted)


MALFORMED = {
    "no JSON": "{nonsense",
    "nothing": "",
    "words": "经济",
    "a list": "[]",
    "a number": "0",
    "a truth": "true",
    "no blocks": "{}",
    "deep brackets": "[" * 100_000,
    "a number of many digits": '{"blocks": %s, "entityMap": {}}' % ("9" * 5_000),
    "an unknown entity": changed(lambda _b, entities: entities["0"].update(type="EMBED")),
    "an entity that is not there": changed(lambda b, _e: b["entityRanges"][0].update(key=7)),
    "an address that does something": changed(
        lambda _b, entities: entities["0"].update(data={"url": "javascript:alert(1)"})
    ),
    "an address of no kind": changed(lambda _b, entities: entities["0"].update(data={})),
    "a number that is a list": changed(lambda _b, e: e["0"].update(data={"id": [3]})),
    "an unknown style": changed(lambda b, _e: b["inlineStyleRanges"][0].update(style="RED")),
    "an unknown block": changed(lambda b, _e: b.update(type="atomic")),
    "a range beyond the text": changed(lambda b, _e: b["inlineStyleRanges"][0].update(length=9)),
    "links over one another": changed(
        lambda b, _e: b["entityRanges"].append({"offset": 2, "length": 2, "key": 1})
    ),
    "a depth without end": changed(lambda b, _e: b.update(depth=10**6)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_no_editor_sends_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        html(MALFORMED[name])

    assert refusal.value.messages == [str(MISREAD)]


def test_a_block_refuses_it_at_its_place():
    text = TextBlock()
    value = text.value_from_datadict({"text": "{nonsense"}, {}, "text")

    with pytest.raises(ValidationError) as refusal:
        text.clean(value)

    assert refusal.value.messages == [str(MISREAD)]


@pytest.fixture
def page(world):
    return make_interpretation(make_set(world), world.drafter)


def as_block(posted):
    return {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text",
        "body-0-id": "", "body-0-value": posted,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("posted", [MALFORMED["no JSON"], MALFORMED["an unknown entity"]])
@pytest.mark.parametrize("place", [lambda text: {"key_points": text}, as_block])
def test_the_editor_shows_the_sentence_and_what_was_sent(world, page, place, posted):
    before = draft_title(page)

    answer = save(as_user(world.drafter), page, **place(posted))

    assert answer.status_code == 200
    assert str(MISREAD) in answer.text or json.dumps(str(MISREAD))[1:-1] in answer.text
    assert re.search("nonsense|EMBED", answer.text)
    assert draft_title(page) == before


@pytest.mark.django_db
def test_autosave_stores_nothing_of_it(world, page):
    before = InterpretationPage.objects.get(pk=page.pk).latest_revision_id

    answer = save(as_user(world.drafter), page, AUTOSAVE, key_points="{nonsense")

    assert answer.json()["success"] is False
    assert InterpretationPage.objects.get(pk=page.pk).latest_revision_id == before
