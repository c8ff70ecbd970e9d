"""`check_ledger` proves the chain, and an exported file against it; one clear line else (P8)."""

import io
import json
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from interpretations.models import LedgerEntry
from interpretations.releases.records.export import export_of
from interpretations.releases.records.ledger import COVERED, hash_of, write
from tests.factories import make_policy, make_set, released_set, submit_set
from tests.support.behind import doctor

pytestmark = pytest.mark.django_db


def check(*arguments):
    out = io.StringIO()
    call_command("check_ledger", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments):
    """What is printed, and the last line, where something is wrong."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_ledger", *arguments, stdout=out)
    return out.getvalue(), str(caught.value)


@pytest.fixture(scope="module")
def built(shared_world):
    return released_set(shared_world)


@pytest.fixture
def release(world, built):
    return deepcopy(built)


@pytest.fixture
def file(release, tmp_path):
    """The export of a released set."""
    path = tmp_path / "台账.jsonl"
    path.write_text("".join(export_of(release.policy)), encoding="utf-8")
    return path


def lines_in(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def rewrite(file, lines):
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def test_says_in_one_line_that_all_is_well(release):
    assert check() == "台账相符\n"


@pytest.mark.violates
def test_lists_the_lines_of_a_broken_chain(release):
    line = release.ledger.first()
    doctor("UPDATE interpretations_ledgerentry SET who = '别人' WHERE id = %s", line.pk)

    listed, last = refused()

    assert f"台账第 {line.pk} 行（发布单 {release.pk}）" in listed
    assert f"发布单 {release.pk}：数据库里的和台账记的不一样（submitted_by_name）" in listed
    assert last == "台账有 2 处不符"


def test_an_export_is_what_was_written(file):
    assert check(str(file)) == "台账相符\n"


def test_an_export_has_everything_that_the_hash_covers(file):
    for line in lines_in(file):
        assert hash_of({name: line[name] for name in COVERED}) == line["hash"]


def test_an_export_may_come_from_standard_input(file, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text(encoding="utf-8")))

    assert check("-") == "台账相符\n"


def test_an_export_written_anew_by_another_program_is_the_same(file):
    rewrite(file, [dict(reversed(line.items())) for line in lines_in(file)])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n\r\n"))

    assert check(str(file)) == "台账相符\n"


@pytest.mark.parametrize("column", COVERED)
def test_finds_a_line_that_was_changed_in_the_file(file, column):
    lines = lines_in(file)
    lines[1][column] = "改过"
    rewrite(file, lines)

    listed, last = refused(str(file))

    assert listed.startswith("第2行：内容和它的校验值不符")
    assert last == "台账有 1 处不符"


def test_finds_a_changed_line_whose_hash_was_made_to_fit(file):
    lines = lines_in(file)
    lines[1]["who"] = "别人"
    lines[1]["hash"] = hash_of(lines[1])
    rewrite(file, lines)

    listed, last = refused(str(file))

    assert "第2行：数据库里这组没有这一行" in listed
    assert "文件里缺少一行" in listed
    assert last == "台账有 2 处不符"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: lines[:1] + lines[2:], "文件里缺少一行"),
        (lambda lines: lines[:-1], "文件末尾缺少一行"),
        (lambda lines: [*lines, lines[0]], "第5行：和前面的一行重复"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "第2行：次序不对"),
    ],
    ids=["left out", "cut off", "repeated", "out of order"],
)
def test_finds_lines_that_are_left_out_or_out_of_place(file, change, sentence):
    rewrite(file, change(lines_in(file)))

    listed, last = refused(str(file))

    assert listed.startswith(sentence)
    assert last == "台账有 1 处不符"


def test_finds_a_line_that_belongs_to_another_set(world, file):
    other = submit_set(world, make_set(world)).policy
    stranger = {**json.loads("".join(export_of(other))), "set": lines_in(file)[0]["set"]}
    rewrite(file, [*lines_in(file), stranger])

    assert "第5行：数据库里这组没有这一行" in refused(str(file))[0]


def test_finds_that_the_export_is_of_another_set(world, file):
    other = make_policy(world)
    rewrite(file, [{**line, "set": other.pk} for line in lines_in(file)])

    assert refused(str(file))[1] == "台账有 4 处不符"


def test_says_that_lines_were_written_after_the_export(release, file):
    write(release, LedgerEntry.Event.HELD)

    listed, _last = refused(str(file))

    assert listed.startswith("文件末尾缺少一行，被删去或是导出以后才有的")
    assert "逾期待确认" in listed


@pytest.mark.violates
@pytest.mark.parametrize("column", ["who", "hash"])
def test_finds_a_line_that_was_changed_in_the_database(release, file, column):
    line = release.ledger.first()
    doctor(f"UPDATE interpretations_ledgerentry SET {column} = 'x' WHERE id = %s", line.pk)

    assert "第1行：数据库里" in refused(str(file))[0]


@pytest.mark.violates
def test_finds_a_line_that_was_removed_from_the_database(release, file):
    doctor("DELETE FROM interpretations_ledgerentry WHERE id = %s", release.ledger.last().pk)

    listed, last = refused(str(file))

    assert listed == "第4行：数据库里这组没有这一行。\n"
    assert last == "台账有 1 处不符"


WELL = dict.fromkeys(("previous", "event", "at", "who", "why", "hash"), "") | {
    "set": 1, "release": None, "policy": None, "data": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件里没有台账"),
        (b"\n \n", "文件里没有台账"),
        (b"abc", "第1行不是 JSON"),
        (b'{"set": 1, "set": 2}', "第1行不是 JSON"),
        (b"[" * 100_000, "第1行不是 JSON"),
        (b"[1]", "第1行不是导出的台账"),
        (b"{}", "第1行不是导出的台账"),
        (json.dumps({**WELL, "more": 1}).encode(), "第1行不是导出的台账"),
        (json.dumps({**WELL, "set": "1"}).encode(), "第1行的组号或校验值不对"),
        (json.dumps({**WELL, "hash": 1}).encode(), "第1行的组号或校验值不对"),
        (json.dumps({**WELL, "set": 10**30}).encode(), "台账有 1 处不符"),
        (json.dumps({**WELL, "who": "\ud800"}).encode(), "台账有 1 处不符"),
        ("说明".encode("gbk"), "读不了"),
    ],
)
def test_says_in_one_line_what_is_no_export(db, tmp_path, content, sentence):
    path = tmp_path / "file.jsonl"
    path.write_bytes(content)

    _listed, last = refused(str(path))

    assert sentence in last
    assert "\n" not in last


def test_a_file_of_two_sets_is_no_export(world, file):
    other = submit_set(world, make_set(world)).policy
    rewrite(file, [*lines_in(file), json.loads("".join(export_of(other)))])

    assert "第5行是另一组的" in refused(str(file))[1]


def test_says_that_there_is_no_such_file(db, tmp_path):
    assert "读不了" in refused(str(tmp_path / "none.jsonl"))[1]


def test_proves_a_head_that_was_noted(release, tmp_path):
    check("--note", str(tmp_path / "head"))
    noted = (tmp_path / "head").read_text().strip()
    write(release, LedgerEntry.Event.HELD)

    assert check("--head", noted) == "台账相符\n"


def test_says_in_one_line_where_the_head_cannot_be_noted(release, tmp_path):
    assert "写不了" in refused("--note", str(tmp_path / "none" / "head"))[1]
    assert "写不了" in refused("--note", str(tmp_path))[1]


def test_tells_that_a_noted_line_is_gone(release):
    listed, last = refused("--head", "0" * 64)

    assert listed == f"校验值 {'0' * 64}：以前记下的一行已经不在，末尾被删去或整条重写过\n"
    assert last == "台账有 1 处不符"


@pytest.mark.violates
def test_tells_that_a_release_has_no_line(release):
    doctor("DELETE FROM interpretations_ledgerentry")
    doctor("UPDATE interpretations_ledgerhead SET hash = ''")

    listed, _last = refused()

    assert f"发布单 {release.pk}：台账里没有记这件事，记它的行可能被删去（送审）" in listed


@pytest.mark.violates
def test_names_the_column_that_differs(release):
    doctor("UPDATE interpretations_release SET title = '改过' WHERE id = %s", release.pk)

    listed, _last = refused()

    assert listed == f"发布单 {release.pk}：数据库里的和台账记的不一样（title）\n"
