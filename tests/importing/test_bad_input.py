"""Bad files among good ones: one clear sentence each, and the others go on."""

import json
from pathlib import Path

import pytest

from media.sandbox import runner
from tests.drafting.docx import Docx, box, cell, paragraph, run, table
from tests.importing.drop import imported, only
from tests.importing.test_drafts import EXPLAINED, FOOT, HEAD, NUMBER

INSERTED = f'<w:p><w:ins w:id="1" w:author="甲">{run("新增的话")}</w:ins></w:p>'
NESTED = table([cell(table([cell("里一"), cell("里二")]), "外")], [cell("一"), cell("二")])
BAD = {
    "坏.docx": (b"PK\x03\x04 nothing", "已损坏"),
    "空.txt": (b"  \n", "没有文字"),
    "修订.docx": (Docx([paragraph("一"), INSERTED]).data(), "修订：第 2 段"),
    "扫描.pdf": (b"%PDF-1.4", "PDF"),
    "两份.txt": (
        "\n".join([*HEAD, "一、甲", *FOOT, "关于别的事的通知", "九府办发〔2026〕32号", "乙。"])
        .encode(),
        "一个文件里有 2 份",
    ),
    "没有.docx": (None, "没有这个文件"),
    "数据.json": (b"{}", "不是"),
}  # fmt: skip
ODD = {
    "没有编号.txt": (
        "\n".join([*HEAD, "请各地重视。", "请各地落实。", *FOOT]).encode(),
        "没有编号",
    ),
    "编号不对.txt": ("\n".join([*HEAD, "一、甲", "三、丙", *FOOT]).encode("utf-16"), "第 2 个编号"),
    "全半角.txt": ("\n".join([*HEAD, "（一）甲", "(二)乙", "２．丙", *FOOT]).encode("gb18030"), ""),
    "句中数字.txt": ("\n".join([*HEAD, "增长3.5亿元，一、二年级免费。", *FOOT]).encode(), ""),
    "表中表.docx": (Docx([*map(paragraph, HEAD), NESTED]).data(), "表格里的表格"),
    "文本框.docx": (
        Docx([*map(paragraph, HEAD), paragraph(run("正文。") + box(paragraph("框")))]).data(),
        "文本框",
    ),
}


@pytest.fixture(scope="module")
def told(shared_world, tmp_path_factory):
    """What is said of each of these files, all given at once, and how the command ended."""
    folder = tmp_path_factory.mktemp("bad")
    paths = []
    for order, (name, (data, _words)) in enumerate({**BAD, **ODD}.items()):
        path = folder / str(order) / name
        path.parent.mkdir()
        if data is not None:
            path.write_bytes(data)
        paths.append(path)
    lines, said = imported(*paths, dry_run=True)
    return {Path(line["file"]).name: line for line in lines}, said


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence_that_says_what_to_do(told, name):
    line = told[0][name]

    assert line["status"] == "failed"
    assert BAD[name][1] in line["reason"]
    assert line["reason"].endswith("。")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_imported_and_what_is_odd_is_said(told, name):
    line = told[0][name]

    assert line["status"] == "created"
    assert line["fields"]["doc_number"] == NUMBER
    assert ODD[name][1] in line["reason"]


def test_the_command_ends_with_how_many_were_not_imported(told):
    assert told[1] == f"{len(BAD)} 个文件没有导入，原因见上"


def test_a_file_of_another_kind_in_a_folder_is_skipped(shared_world, tmp_path):
    (tmp_path / "数据.json").write_text("{}")
    (tmp_path / "~$锁.docx").write_bytes(b"")

    assert only(tmp_path, dry_run=True)["status"] == "skipped"


def test_a_file_that_kills_its_reader_leaves_the_others(shared_world, tmp_path, monkeypatch):
    for name in ("甲.txt", "乙.txt", "重.txt"):
        (tmp_path / name).write_text("\n".join([*HEAD, "一、甲", *FOOT]), encoding="utf-8")

    def run(argv, *args, **options):
        if "重" in json.dumps(json.loads(argv[-1].read_text()), ensure_ascii=False):
            raise runner.KilledError("被系统终止。", -9, "")
        return really(argv, *args, **options)

    really = runner.run
    monkeypatch.setattr(runner, "run", run)
    lines, _said = imported(tmp_path, dry_run=True)

    states = {Path(line["file"]).name: line["status"] for line in lines}
    assert states == {"甲.txt": "created", "乙.txt": "created", "重.txt": "failed"}


def test_an_unknown_department_is_said_in_one_line(shared_world, tmp_path):
    lines, said = imported(tmp_path, department="meiyou")

    assert lines == [] and "zhujian" in said


def test_who_may_not_draft_there_imports_nothing(shared_world, tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text("\n".join([*HEAD, "一、甲", *FOOT]), encoding="utf-8")
    line = only(path, department="renshe", user="drafter")

    assert line["status"] == "failed" and "不能在" in line["reason"]


def test_a_text_that_no_stage_expects_is_said_and_the_next_goes_on(
    shared_world, tmp_path, monkeypatch
):
    def fail(flow, name):
        raise RecursionError

    monkeypatch.setattr("interpretations.importing.importer.propose", fail)
    path = tmp_path / "解读.txt"
    path.write_text("\n".join(EXPLAINED), encoding="utf-8")

    assert only(path)["status"] == "failed"
