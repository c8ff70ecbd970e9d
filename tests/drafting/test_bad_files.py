"""Damaged and hostile files: one clear sentence each, never an exception that nobody expects."""

import io
import random
import zipfile

import pytest

from drafting import sentences
from drafting.refusal import UnreadableError
from drafting.word.package import Parts
from tests.drafting.docx import Docx, paragraph, run, table
from tests.drafting.reads import codes, flow_of, texts
from tests.media.hostile.valid import ole

GOOD = Docx([paragraph("第一条　甲"), paragraph("第二条　乙")], styles="<w:style/>")


def refusal(data, name="文件.docx"):
    with pytest.raises(UnreadableError) as caught:
        flow_of(data, name)
    return caught.value.code


def with_parts(**parts):
    """A good file with other parts; None leaves one out. `word_document` is word/document.xml."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD.data())) as source, zipfile.ZipFile(made, "w") as target:
        names = {name: source.read(name) for name in source.namelist()}
        names |= {f"word/{key}.xml": data for key, data in parts.items()}
        for name, data in names.items():
            if data is not None:
                target.writestr(name, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_damaged(share):
    data = GOOD.data()

    assert refusal(data[: int(len(data) * share)]) == "damaged"


@pytest.mark.parametrize("seed", range(40))
def test_turned_bytes_give_a_text_or_one_sentence(seed):
    data = bytearray(GOOD.data())
    chance = random.Random(seed)
    for _ in range(8):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    try:
        flow_of(bytes(data))
    except UnreadableError as error:
        assert sentences.refusal(error.code, error.facts)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"document": None}, "damaged"),
        ({"document": b"<w:document"}, "damaged"),
        ({"document": b"<other/>"}, "damaged"),
        ({"document": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, "damaged"),
        (
            {
                "document": b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
            },
            "strict",
        ),
    ],
)
def test_a_main_part_that_is_none_is_told(parts, code):
    assert refusal(with_parts(**parts)) == code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.docx", "empty"),
        (b" \r\n ", "a.txt", "empty"),
        (b"no zip at all", "a.docx", "damaged"),
        (b"%PDF-1.7 ...", "a.pdf", "pdf"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "old"),
        (ole({"EncryptedPackage": b"x"}), "a.docx", "encrypted"),
        (b"\x00\x01\x02\xff\xfe\x81" * 9, "a.txt", "encoding"),
        (b"abc\x00\x01", "a.txt", "not_text"),
        (b"a" * (6 * 1024 * 1024), "a.txt", "too_large"),
    ],
)
def test_what_is_not_read_says_why(data, name, code):
    assert refusal(data, name) == code


def test_a_document_without_words_is_empty():
    assert refusal(Docx([paragraph(), paragraph(run("　"))])) == "empty"


def test_a_bomb_stops_at_the_checks_before_anything_is_parsed(monkeypatch):
    def parsed(*_arguments):
        raise AssertionError("a bomb was opened")

    monkeypatch.setattr(Parts, "__init__", parsed)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("word/document.xml", b" " * (8 * 1024 * 1024))

    assert refusal(made.getvalue()) == "zip_bomb"


def test_a_part_that_is_broken_is_a_finding_and_no_exception():
    flow = flow_of(with_parts(styles=b"<broken"))

    assert (texts(flow), codes(flow)) == (["第一条　甲", "第二条　乙"], ["broken_part"])


def test_tables_within_tables_end_somewhere():
    nested = paragraph("底")
    for _ in range(60):
        nested = table([f"<w:tc>{nested}</w:tc>"], [f"<w:tc>{paragraph('x')}</w:tc>"])

    assert flow_of(Docx([nested])).tables


@pytest.mark.parametrize("code", sorted(sentences.REFUSALS))
def test_every_refusal_says_what_to_do(code):
    facts = {"megabytes": 5, "changes": 1, "remarks": 1, "places": []}
    sentence = sentences.refusal(code, facts)

    assert sentence.endswith("。") and "请" in sentence
