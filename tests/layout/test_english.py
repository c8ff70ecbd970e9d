"""The desk in English: every text of ours has its English, and none stays behind in Chinese."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from tests.layout import tree
from tests.layout.test_translations import LOCALE, fits, ours

CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / "django.po"
COLLECTED = (".py", ".html", ".txt")
# What people of the desk read; the public side speaks Chinese to everybody.
DESK = (
    "templates/interpretations/admin/",
    "templates/interpretations/mail/",
    "templates/wagtailadmin/",
)
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
MARKED = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}"
    r"|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}"
    r"|{%\s*translate\b.*?%}"
    r"""|_\((["']).*?\1\)""",
    re.DOTALL,
)


def key(entry):
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def bare_chinese(template):
    """Chinese in a template that no catalogue can translate."""
    return CHINESE.findall(MARKED.sub("", template))


def texts_in_the_code(folder):
    """Collect anew, in a copy of the sources, what the code marks for translation."""
    for path in [*tree.files(*COLLECTED), "manage.py"]:
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.ROOT / path, copy)
    (folder / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-location"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    catalogue = folder / CATALOGUE.relative_to(tree.ROOT)
    return {key(entry) for entry in polib.pofile(str(catalogue))}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext (package gettext) is missing")
def test_english_has_the_texts_of_the_code(tmp_path):
    asked = texts_in_the_code(tmp_path)

    written = {key(entry) for entry in ours(CATALOGUE)}

    assert {"missing": asked - written, "left over": written - asked} == {
        "missing": set(),
        "left over": set(),
    }


def test_english_is_english():
    assert [entry.msgid for entry in ours(CATALOGUE) if CHINESE.search(entry.msgstr)] == []


def test_english_keeps_placeholders_and_markup():
    assert [entry.msgid for entry in ours(CATALOGUE) if not fits(entry)] == []


def test_the_desk_marks_every_text_for_translation():
    templates = [path for path in tree.files(".html", ".txt") if str(path).startswith(DESK)]

    unmarked = {path: bare_chinese(tree.read(path)) for path in templates}

    assert {path: texts for path, texts in unmarked.items() if texts} == {}


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("{% translate \"送审\" %}{% translate '退回' as word %}", False),
        ("{% blocktranslate trimmed with who=name %}{{ who }}送审{% endblocktranslate %}", False),
        ('{{ at|date:_("n月j日") }}{% panel heading=_("审核") %}', False),
        ("{# 注 #}{% comment %}注{% endcomment %}", False),
        ("<p>送审</p>", True),
        ('{{ at|date:"n月j日" }}', True),
        ('{% translate "送审" %}：{{ name }}', True),
    ],
)
def test_finds_chinese_outside_the_marks(template, bare):
    assert bool(bare_chinese(template)) is bare
