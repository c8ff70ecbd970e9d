"""Every code that is told has its sentence, and every sentence is in the catalogue."""

import re
from pathlib import Path

import polib

from drafting import place, sentences
from drafting.flow import Finding
from drafting.place import Place

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
TOLD = re.compile(r"\btell\(\s*\"(\w+)\"|UnreadableError\(\s*\"(\w+)\"|UNSURE = \"(\w+)\"")
MARKED = re.compile(r"gettext_noop\(\s*((?:\"[^\"]*\"\s*)+)\)")


def sources():
    return [path.read_text(encoding="utf-8") for path in (ROOT / "drafting").rglob("*.py")]


def test_every_code_that_is_told_has_a_sentence():
    told = {code for text in sources() for match in TOLD.findall(text) for code in match if code}

    assert told
    assert told <= {*sentences.REFUSALS, *sentences.FINDINGS}


def test_every_sentence_is_in_the_english_catalogue():
    pieces = [found for text in sources() for found in MARKED.findall(text)]
    texts = {"".join(re.findall(r"\"([^\"]*)\"", piece)) for piece in pieces}
    english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}

    assert len(texts) > 40
    assert sorted(text for text in texts if not english.get(text)) == []


def test_a_finding_is_said_with_its_place():
    found = Finding("nested_table", Place(table=2, row=1))

    assert sentences.finding(found) == "表 2 第 1 行：表格里的表格变成了文字，一行一段，请核对。"


def test_a_finding_is_said_in_the_language_of_who_asks():
    def translate(text):
        return {place.TABLE: "table %(table)d", sentences.AT: "%(place)s: %(sentence)s"}.get(
            text, text
        )

    assert sentences.finding(Finding("chart", Place(table=2)), translate).startswith("table 2: ")
