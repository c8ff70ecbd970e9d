"""Old Word and WPS files: LibreOffice makes a .docx of them, in its own folder, or nothing does."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from drafting import old
from drafting.reading import read
from drafting.refusal import UnreadableError
from media.sandbox import runner
from tests.drafting.reads import codes

LINES = ["一、总体要求", "（一）指导思想。", "（二）基本原则。", "二、保障措施", "（一）加强领导。"]
needs_office = pytest.mark.skipif(not shutil.which(old.PROGRAM), reason="LibreOffice is missing")
LIMITS = runner.Limits(
    seconds=old.SECONDS,
    cpu_seconds=old.CPU_SECONDS,
    memory=old.MEMORY,
    file_size=old.FILE_SIZE,
    processes=old.PROCESSES,
)


DOCUMENT = Path(__file__).with_name("old.doc")  # Word 97 to 2003; a list of two levels numbers it


@pytest.mark.heavy
@needs_office
def test_an_old_document_comes_out_with_its_numbers():
    with pytest.raises(UnreadableError, match="old"):
        read(DOCUMENT, "文件.doc")
    with runner.workspace() as folder:
        made = old.as_docx(DOCUMENT, folder, partial(runner.run, limits=LIMITS))
        flow = read(made, "文件.docx")
    old.tell_numbers(flow)

    assert [paragraph.text for paragraph in flow.paragraphs] == LINES
    assert codes(flow) == ["old_numbers"]


def test_where_nothing_was_written_the_file_is_damaged(tmp_path):
    (tmp_path / "文件.wps").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "work").mkdir()

    with pytest.raises(UnreadableError, match="damaged"):
        old.as_docx(tmp_path / "文件.wps", tmp_path / "work", lambda argv, folder: None)


def test_each_run_has_a_profile_of_its_own_without_macros_and_links(tmp_path):
    (tmp_path / "文件.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "work").mkdir()
    lines = []

    def run(argv, folder):
        lines.extend(map(str, argv))
        (folder / "made").mkdir()
        (folder / "made" / "old.docx").write_bytes(b"made")

    made = old.as_docx(tmp_path / "文件.doc", tmp_path / "work", run)

    settings = tmp_path / "work" / "profile" / "user" / "registrymodifications.xcu"
    assert made.read_bytes() == b"made"
    assert f"-env:UserInstallation={(tmp_path / 'work' / 'profile').as_uri()}" in lines
    assert "BlockUntrustedRefererLinks" in settings.read_text(encoding="utf-8")
