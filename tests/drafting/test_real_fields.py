"""The fields of the real texts, as expected.json has them: right from text and from Word files."""

import json
from pathlib import Path

import pytest

from drafting.recognize import What, recognize
from tests.drafting.numbered import MAKERS
from tests.drafting.reads import flow_of
from tests.drafting.texts import NAMES, SEED, entry, lines, needs_texts

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))


def seen(flow):
    """Each field with its place."""
    found = recognize(flow)
    assert found.what is What.DOCUMENT
    values = found.as_json()
    return {name: [values[name], str(one.place)] for name, one in found.fields.items()}


@needs_texts
@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_text_is_right(name):
    assert seen(flow_of(entry(name)["body"].encode(), "文件.txt")) == EXPECTED[name]


@needs_texts
@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_word_file_is_right(name, maker):
    assert seen(flow_of(MAKERS[maker](lines(name)))) == EXPECTED[name]


@needs_texts
@pytest.mark.parametrize("name", [name for name in NAMES if "tiaoli" not in name])
def test_the_fields_agree_with_what_the_source_said(name):
    values = {key: value for key, (value, _place) in EXPECTED[name].items()}
    source = entry(name)

    day = source["date_written"].replace("年", "-").replace("月", "-").rstrip("日")
    assert values["title"] == source["title"]
    assert values["issuers"] == [source["issuer"]]
    assert values["doc_number"] == source["doc_no"]
    assert values["date_written"] == day


@needs_texts
def test_every_field_of_the_damaged_copy_is_right():
    assert seen(flow_of(SEED.read_bytes(), "文件.txt")) == EXPECTED["seed"]
