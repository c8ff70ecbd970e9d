"""Documents as people bring them: what they hide is refused by name or not delivered."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.one import examine
from media.examine.pdf_objects import photograph
from media.examine.types import ATTACHMENT
from media.intake.sentences import CLEANED as SENTENCES
from tests.media.hostile import documents, older, printed, valid

FAULTS = Path(__file__).parents[2].parent / "shared" / "faults" / "doc"
REFUSED = documents.REFUSED | printed.REFUSED | older.REFUSED
CLEANED = documents.CLEANED | printed.CLEANED | older.CLEANED
TAKEN = documents.TAKEN | printed.TAKEN | older.TAKEN
SMALL = [path for path in sorted(FAULTS.glob("*")) if path.stat().st_size < 100_000]


@pytest.fixture
def examined(tmp_path):
    """Examine bytes in this process: their report, and the finished copy in `examined.copy`."""

    def run(name, data, limits=None):
        taken_path, run.copy = tmp_path / "taken", tmp_path / "cleaned"
        taken_path.write_bytes(data)
        return examine(taken_path, name, ATTACHMENT, run.copy, limits or Limits(), [])

    return run


def unpacked(data):
    """All bytes that a reader could get at, those of packages within packages too."""
    if data.startswith(b"%PDF"):
        return plain_pdf(data)
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return b"".join(name.encode() + unpacked(opened.read(name)) for name in opened.namelist())


def plain_pdf(data):
    """A PDF without anything packed in it, not even photographs that are packed twice."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        inside = b"".join(filter(None, map(photograph, streams(opened))))
        whole = io.BytesIO()
        opened.save(
            whole,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return whole.getvalue() + inside


def streams(opened):
    return [each for each in opened.objects if isinstance(each, pikepdf.Stream)]


@pytest.mark.parametrize("name", REFUSED)
def test_what_acts_or_hides_is_refused_in_every_form(name, examined):
    code, make = REFUSED[name]

    with pytest.raises(RefusedError) as caught:
        examined(name, make())

    assert caught.value.code == code


@pytest.mark.parametrize("name", CLEANED)
def test_what_is_said_to_be_gone_is_gone_from_the_copy(name, examined):
    code, secret, make = CLEANED[name]
    assert secret in unpacked(make())

    report = examined(name, make())

    assert code in report.cleaned and code in SENTENCES
    assert secret not in unpacked(examined.copy.read_bytes())


@pytest.mark.parametrize("name", TAKEN)
def test_a_good_file_is_taken_whatever_its_program_writes(name, examined):
    examined(name, TAKEN[name]())

    assert examined.copy.read_bytes()


@pytest.mark.parametrize("part", documents.KEPT)
def test_what_belongs_to_the_text_is_delivered(part, examined):
    examined("a.docx", documents.KEPT[part]())

    assert part.encode() in unpacked(examined.copy.read_bytes())


@pytest.mark.parametrize("name", older.TOLD)
def test_what_stays_in_an_old_file_is_told(name, examined):
    code, make = older.TOLD[name]

    assert code in [each for each, _facts in examined(name, make()).told]


@pytest.mark.parametrize("name", older.SEEN)
def test_what_is_seen_in_an_old_file_is_not_told_as_hidden(name, examined):
    assert [code for code, _facts in examined(name, older.SEEN[name]()).told] == ["old_office"]


def test_an_empty_project_loses_its_compiled_code(examined):
    examined("a.doc", valid.doc(older.project(older.EMPTY, compiled=b"DO-SOMETHING")))

    assert b"DO-SOMETHING" not in examined.copy.read_bytes()


def test_a_sheet_that_is_too_large_is_named_by_its_tab(examined):
    with pytest.raises(RefusedError) as caught:
        examined("表.xlsx", valid.xlsx(documents.long_sheet), limits=Limits(part_bytes=12_000))

    assert (caught.value.code, caught.value.facts) == ("worksheet_large", {"sheet": "一季度"})


@pytest.mark.parametrize("path", SMALL or [None], ids=lambda path: path and path.name)
def test_a_file_that_once_went_wrong_is_refused_or_comes_out_clean_for_good(path, examined):
    if path is None:
        pytest.skip("the shared files of faults are not here")
    try:
        examined(path.name, path.read_bytes())
    except RefusedError:
        return

    assert examined(path.name, examined.copy.read_bytes()).cleaned == []


def test_what_a_text_refers_to_stays_where_deleted_text_goes(examined):
    examined("a.doc", older.with_pieces(older.doc_lists(), deleted=older.WIDE))
    copy = examined.copy.read_bytes()

    assert older.WORDS + older.SECTION + older.BLIP in copy
    assert older.WIDE not in copy


def test_a_template_with_saved_texts_is_refused(examined):
    data = bytearray(valid.doc())
    at = data.index(b"\xec\xa5\xc1\x00")
    data[at + 8] = 3

    with pytest.raises(RefusedError) as caught:
        examined("a.doc", bytes(data))

    assert caught.value.code == "old_office_unclear"
