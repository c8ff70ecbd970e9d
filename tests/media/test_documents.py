"""Documents as people bring them: what they hide is refused by name or not delivered."""

import io
import zipfile
from pathlib import Path

import pytest

from media.examine.findings import RefusedError
from media.examine.limits import Limits
from media.examine.one import examine
from media.examine.types import ATTACHMENT, TABLE
from media.intake.sentences import CLEANED as SENTENCES
from tests.media.hostile import documents, office, valid

FAULTS = Path(__file__).parents[2].parent / "shared" / "faults" / "doc"


@pytest.fixture
def examined(tmp_path):
    """Examine bytes in this process: their report, and the finished copy in `examined.copy`."""

    def run(name, data, kind=ATTACHMENT, limits=None):
        taken_path, run.copy = tmp_path / "taken", tmp_path / "cleaned"
        taken_path.write_bytes(data)
        return examine(taken_path, name, kind, run.copy, limits or Limits(), [])

    return run


def unpacked(data):
    """All bytes that a reader could get at, those of packages within packages too."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return b"".join(name.encode() + unpacked(opened.read(name)) for name in opened.namelist())


@pytest.mark.parametrize("name", documents.REFUSED)
def test_what_acts_or_hides_is_refused_in_every_form(name, examined):
    code, make = documents.REFUSED[name]

    with pytest.raises(RefusedError) as caught:
        examined(name, make())

    assert caught.value.code == code


@pytest.mark.parametrize("name", documents.CLEANED)
def test_what_is_said_to_be_gone_is_gone_from_the_copy(name, examined):
    code, secret, make = documents.CLEANED[name]
    assert secret in unpacked(make())

    report = examined(name, make())

    assert code in report.cleaned and code in SENTENCES
    assert secret not in unpacked(examined.copy.read_bytes())


@pytest.mark.parametrize("name", documents.TAKEN)
def test_a_good_file_is_taken_whatever_its_program_writes(name, examined):
    examined(name, documents.TAKEN[name]())

    assert examined.copy.read_bytes()


def test_a_workbook_with_remarks_gives_its_values_to_a_chart(examined):
    with_remark = valid.xlsx(office.remark_in_table)

    examined("表.xlsx", with_remark, kind=TABLE)

    assert examined.copy.read_bytes() == with_remark


def test_a_sheet_that_is_too_large_is_named_by_its_tab(examined):
    with pytest.raises(RefusedError) as caught:
        examined("表.xlsx", valid.xlsx(documents.long_sheet), limits=Limits(part_bytes=12_000))

    assert (caught.value.code, caught.value.facts) == ("sheet_large", {"sheet": "一季度"})


@pytest.mark.parametrize("path", sorted(FAULTS.glob("*")) or [None], ids=str)
def test_a_file_that_once_went_wrong_is_refused_or_comes_out_clean_for_good(path, examined):
    if path is None:
        pytest.skip("the shared files of faults are not here")
    try:
        examined(path.name, path.read_bytes())
    except RefusedError:
        return

    cleaned = examined.copy.read_bytes()
    assert examined(path.name, cleaned).cleaned == []
    assert examined.copy.read_bytes() == cleaned
