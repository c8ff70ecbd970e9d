"""What is pasted into the editor is cleaned by the rules of files."""

import pytest

from interpretations.editorial.rich_text import PASTED
from interpretations.editorial.views.pasted import NAMES
from tests.support.forms import DeskClient

pytestmark = pytest.mark.django_db
PATH = "/admin/releases/pasted/"
WORD = (
    "<p class=MsoNormal><span style='mso-list:Ignore'>第五条<span>&nbsp;</span></span>"
    "各地要落实。</p>"
    "<p style='font-family:宋体'><b>注意</b>面积60m<sup>2</sup><del>三百</del>"
    "<script>alert(1)</script><a href='javascript:alert(1)'>坏</a></p>"
    "<ol start=3><li>带身份证</li></ol>"
    "<table><tr><td>事项</td><td>时限</td></tr></table><img src='file:///c:/a.png'>"
)


def answer(user, html):
    client = DeskClient()
    client.force_login(user)
    return client.post(PATH, {"html": html})


def test_numbers_that_word_hides_come_out_as_text(world):
    html = answer(world.drafter, WORD).json()["html"]

    assert "<p>第五条　各地要落实。</p>" in html
    assert "3. 带身份证" in html or "3.　带身份证" in html or "3.带身份证" in html


def test_words_and_bold_stay_and_nothing_that_acts(world):
    html = answer(world.drafter, WORD).json()["html"]

    assert "<b>注意</b>面积60m²" in html and "坏" in html
    assert not any(word in html for word in ("三百", "alert", "javascript", "宋体", "script"))


def test_what_is_left_out_is_told_by_name(world):
    told = answer(world.drafter, WORD).json()["told"]

    assert told == ["deleted", "table", "picture"]


def test_whatever_words_are_left_out_has_its_sentence(world):
    html = (
        "<p>10<sup>注</sup><math><mn>5</mn></math><textarea>填</textarea></p>"
        "<svg><text>图</text></svg><video></video>"
    )
    told = answer(world.drafter, html).json()["told"]

    assert told == ["signs", "formula", "unread", "media"]
    assert PASTED.keys() == {*NAMES.values(), "table", "picture"}


def test_a_paste_that_is_too_long_is_left_to_the_browser(world):
    assert answer(world.drafter, "字" * 1_000_001).status_code in (400, 413)


def test_whoever_writes_nowhere_is_not_answered(world, client):
    assert answer(world.editor, WORD).status_code != 200
    assert client.post(PATH, {"html": WORD}).status_code != 200


@pytest.mark.parametrize("html", ["", "<", "<!-- -->", "<div>" * 5000, "\x00", "<table>" * 300])
def test_nothing_that_is_pasted_breaks(world, html):
    assert answer(world.drafter, html).status_code == 200
