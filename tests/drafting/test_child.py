"""The child process: the same text comes out of it, or why there is none."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from drafting.__main__ import ANSWER, FLOW, answer
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


def test_a_child_of_its_own_reads_files_one_after_the_other(tmp_path):
    files = {"坏.docx": b"PK\x03\x04 nothing more", "文件.docx": RICH.data()}
    orders = []
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"into {name}").mkdir()
        orders.append(order(tmp_path / name, tmp_path / f"into {name}"))
    (tmp_path / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "drafting", tmp_path / "orders.json"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
        check=True,
    )

    bad, good = (Path(one["into"]) for one in orders)
    assert json.loads((bad / ANSWER).read_text()) == {"refused": "damaged", "facts": {}}
    assert json.loads((good / ANSWER).read_text()) == {"read": True}
    assert loaded((good / FLOW).read_text(encoding="utf-8"), good) == flow_of(RICH)


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
