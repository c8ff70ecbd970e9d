"""No English in the Chinese desk: what Wagtail leaves untranslated, our own catalogue says."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override, trans_real
from django.views.i18n import JSONCatalog
from wagtail.admin.views.i18n import js_catalog

LOCALE = Path(settings.LOCALE_PATHS[0])
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
CHINESE_CATALOGUES = [path for path in CATALOGUES if "zh_Hans" in path.parts]
SOURCES = [app for app in apps.get_app_configs() if re.match(r"wagtail\b|taggit\b", app.name)]

# Names that Chinese too writes in Latin letters; any other word is left over.
LATIN = {"API", "CSV", "ID", "JSON", "JavaScript", "URL", "UTC", "Wagtail", "XLSX", "http"}
SAME_IN_CHINESE = {"ID", "URL", "Wagtail"}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z](?![a-z])|\{\w*\}")
MARKUP = re.compile(r"<[^>]*>")
HAN = re.compile(r"[\u4e00-\u9fff]")


def english(domain):
    """The messages of Wagtail's apps in use, by context and text."""
    paths = [Path(app.path, f"locale/en/LC_MESSAGES/{domain}.po") for app in SOURCES]
    entries = [entry for path in paths if path.exists() for entry in polib.pofile(str(path))]
    return {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}


def words(text):
    return set(re.findall(r"[A-Za-z]{2,}", MARKUP.sub("", PLACEHOLDER.sub("", text))))


def is_chinese(msgid, text):
    if text == msgid:
        return msgid in SAME_IN_CHINESE or not words(msgid)
    return words(text) <= LATIN and bool(HAN.search(text) or PLACEHOLDER.search(text))


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def name(path):
    return str(path.relative_to(LOCALE))


def shown_in_chinese(entry):
    context = f"{entry.msgctxt}{trans_real.CONTEXT_SEPARATOR}" if entry.msgctxt else ""
    chinese = trans_real.translation("zh-hans")
    if not entry.msgid_plural:
        return chinese.gettext(context + entry.msgid).removeprefix(context)
    text = chinese.ngettext(context + entry.msgid, context + entry.msgid_plural, 2)
    return text.removeprefix(context)


def ours(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def test_the_desk_is_chinese():
    shown = {e.msgid: shown_in_chinese(e) for e in english("django").values()}

    assert {m: t for m, t in shown.items() if not is_chinese(m, t)} == {}


def test_the_scripts_of_the_desk_are_chinese(rf):
    with override("zh-hans"):
        response = JSONCatalog.as_view(**js_catalog.view_initkwargs)(rf.get("/"))
    catalogue = json.loads(response.content)["catalog"]

    shown = {e.msgid: catalogue.get(e.msgid, e.msgid) for e in english("djangojs").values()}

    left = {m: t for m, t in shown.items() if not is_chinese(m, t if isinstance(t, str) else t[0])}
    assert left == {}


@pytest.mark.parametrize("path", CHINESE_CATALOGUES, ids=name)
def test_placeholders_and_markup_survive(path):
    assert [entry.msgid for entry in ours(path) if not fits(entry)] == []


@pytest.mark.parametrize("path", CHINESE_CATALOGUES, ids=name)
def test_the_catalogue_says_nothing_that_wagtail_no_longer_asks(path):
    labels = {app.label for app in SOURCES}
    wagtails = [entry for entry in ours(path) if set(entry.comment.split(", ")) & labels]

    asked = english(path.stem)

    assert [e.msgid for e in wagtails if (e.msgctxt, e.msgid) not in asked] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_what_is_compiled_is_what_is_written(path):
    written = polib.pofile(str(path)).translated_entries()
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    assert contents(compiled) == contents(written)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_no_translation_is_guessed(path):
    assert [entry.msgid for entry in ours(path) if entry.fuzzy] == []


@pytest.mark.parametrize(
    ("msgid", "text", "chinese"),
    [
        ("Save %(name)s", "保存%(name)s", True),
        ("Save draft", "Save draft", False),
        ("Save draft", "保存 draft", False),
        ("Copy URL", "复制 URL", True),
        ("URL", "URL", True),
        ("%(time)s by %(user)s", "%(time)s %(user)s", True),
        ("at %(time)s", "at %(time)s", False),
        ("Sign in to Wagtail", "Wagtail", False),
        ("See <a href='x'>this</a>", "见<a href='x'>这里</a>", True),
    ],
)
def test_knows_what_is_left_in_english(msgid, text, chinese):
    assert is_chinese(msgid, text) is chinese


def fits(entry):
    """Whether each text has the placeholders and tags of its message; a template may go without."""
    sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    loose = "no-python-format" in entry.flags

    def same(pattern, text, may_miss):
        marks = sorted(pattern.findall(text))
        wanted = [sorted(pattern.findall(source)) for source in sources]
        return marks in wanted or (may_miss and any(set(marks) <= set(w) for w in wanted))

    return all(
        same(PLACEHOLDER, text, loose) and same(MARKUP, text, False) for text in texts(entry)
    )


def contents(entries):
    return {(e.msgctxt, e.msgid, e.msgid_plural): texts(e) for e in entries if e.msgid}
