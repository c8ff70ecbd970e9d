"""The child process: the same text comes out of it, or why there is none."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from drafting.__main__ import FLOW, answer
from drafting.serial import dumped, loaded
from media.examine.limits import Limits
from tests.drafting.docx import PNG, Docx, box, cell, paragraph, picture, run, table
from tests.drafting.reads import flow_of

ROOT = Path(__file__).resolve().parents[2]
RICH = Docx(
    [
        paragraph(run("甲", "<w:b/>") + box(paragraph("框"))),
        table([cell("一"), cell("二")]),
        paragraph(picture("p1", "图")),
        paragraph(run("乙") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    ],
    footnotes=f'<w:footnote w:id="2">{paragraph("注")}</w:footnote>',
    pictures={"p1": PNG},
)


def order(path, into):
    return {"path": str(path), "name": path.name, "into": str(into), "limits": asdict(Limits())}


def test_a_text_goes_through_json_unchanged(tmp_path):
    flow = flow_of(RICH)

    assert loaded(dumped(flow, tmp_path), tmp_path) == flow


def test_a_child_of_its_own_reads_a_file(tmp_path):
    path = tmp_path / "文件.docx"
    path.write_bytes(RICH.data())
    ended = subprocess.run(
        [sys.executable, "-m", "drafting", json.dumps(order(path, tmp_path))],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
        capture_output=True,
        check=True,
    )

    assert json.loads(ended.stdout) == {"read": True}
    assert loaded((tmp_path / FLOW).read_text(encoding="utf-8"), tmp_path) == flow_of(RICH)


def test_a_refusal_comes_out_as_its_code(tmp_path):
    path = tmp_path / "文件.docx"
    path.write_bytes(b"PK\x03\x04 nothing more")

    assert answer(order(path, tmp_path)) == {"refused": "damaged", "facts": {}}
    assert not (tmp_path / FLOW).exists()


def test_reading_a_file_loads_no_django():
    code = "import sys, drafting.reading, drafting.recognize, drafting.old, drafting.pasted; " \
           "sys.exit('django' in sys.modules)"  # fmt: skip

    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
