"""The door for files: what is let in, under which name, and what is kept of it.

One file of each kind goes through a real child, as do those of which something is kept on disk.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from media.intake import RefusedUploadError, accept, endings_for
from media.intake.sentences import REFUSALS
from tests.media.hostile import valid


def bring(name, kind=None, content=None, **kwargs):
    known_kind, make = valid.VALID.get(name, (kind, None))
    return accept(ContentFile(content or make(), name), kind or known_kind, **kwargs)


def refusal(name, kind, content):
    with pytest.raises(RefusedUploadError) as caught:
        bring(name, kind, content)
    return caught.value


def is_let_in(name):
    accepted = bring(name)

    assert accepted.content.name == name
    assert accepted.content.read()


@pytest.mark.parametrize("name", valid.VALID)
def test_a_valid_file_is_let_in_under_its_name(name, examined_here):
    is_let_in(name)


@pytest.mark.parametrize("name", {kind: name for name, (kind, _) in valid.VALID.items()}.values())
def test_the_child_lets_in_what_is_let_in_here(name):
    is_let_in(name)


# A film is not cleaned here, and of a workbook that becomes a chart only the text is taken.
NOT_KEPT = {"表 .xlsx", *(name for name, (kind, _) in valid.VALID.items() if kind == "film")}


@pytest.mark.parametrize("name", sorted(valid.VALID.keys() - NOT_KEPT))
def test_a_cleaned_file_is_clean(name, examined_here):
    once = bring(name).content.read()

    twice = bring(name, content=once)

    assert twice.content.read() == once
    assert twice.examination["cleaned"] == []


@pytest.mark.parametrize(
    ("name", "kind", "made_as"),
    [
        ("a.pdf", "attachment", "申请表.docx"),
        ("a.docx", "attachment", "表.xlsx"),
        ("a.docx", "attachment", "全部.zip"),
        ("a.docx", "attachment", "旧.doc"),
        ("a.xls", "attachment", "旧.doc"),
        ("a.png", "picture", "a.jpg"),
        ("a.exe.jpg", "picture", "a.png"),
        ("a.htm", "attachment", "通知.pdf"),
    ],
)
def test_a_name_that_says_something_else_is_refused(name, kind, made_as, examined_here):
    error = refusal(name, kind, valid.VALID[made_as][1]())

    assert error.code == "name_says_otherwise"
    assert f".{error.facts['wanted']}" in str(error)


@pytest.mark.parametrize(
    ("name", "kind", "made_as"),
    [
        ("a.pdf", "picture", "通知.pdf"),
        ("a.gif", "attachment", "a.gif"),
        ("a.mp4", "attachment", "a.mp4"),
        ("a.docx", "table", "申请表.docx"),
        ("a.png", "film", "a.png"),
    ],
)
def test_each_place_takes_its_own_kinds(name, kind, made_as, examined_here):
    error = refusal(name, kind, valid.VALID[made_as][1]())

    assert error.code == "not_taken_here"
    assert all(ending in str(error) for ending in endings_for(kind))


def test_the_upload_is_kept_as_it_came():
    content = valid.picture("JPEG", comment=b"draft")

    accepted = bring("a.jpg", content=content)

    assert accepted.original.read() == content
    assert accepted.content.read() != content


def test_the_cleaned_copy_has_no_name_on_disk():
    accepted = bring("a.png")

    assert accepted.content.read()
    assert list(Path(settings.MEDIA_WORK_ROOT).glob("work-*")) == []


def test_the_sizes_of_a_picture_are_made_on_the_way():
    accepted = bring("a.png", sizes=["max-20x20", "max-480x16000|format-webp"])

    assert [(size.spec, size.content.read(4)) for size in accepted.sizes] == [
        ("max-20x20", b"\x89PNG"),
        ("max-480x16000|format-webp", b"RIFF"),
    ]


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_one_sentence_that_says_what_to_do(code):
    numbers = ("width", "height", "frames", "pages", "changes", "remarks", "most")
    words = ("entry", "ending", "wanted", "target", "people", "cell")
    facts = {**dict.fromkeys(numbers, 5), **dict.fromkeys(words, "某"), "found": "heic"}
    facts |= {"within": "macros", "within_facts": {}, "slide": 5, "sheet": "某", "layers": "某"}

    sentence = str(RefusedUploadError(code, facts, "attachment"))

    assert any(word in sentence for word in ("请", "可以上传"))
    assert sentence.endswith("。") and "\n" not in sentence and "%" not in sentence
