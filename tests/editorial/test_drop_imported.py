"""What a person drafted of files at the desk, and a later `import_policies` of the same files."""

import pytest

from interpretations.models import Contribution, PolicyPage
from tests.editorial.drops import BODY, DOCUMENT, dropped, sent, upload
from tests.importing.drop import imported, only

pytestmark = pytest.mark.django_db


def draft():
    return PolicyPage.objects.get().get_latest_revision_as_object()


def test_what_a_person_confirmed_is_not_written_over_by_a_later_import(desk, tmp_path):
    sent(desk, dropped(desk, upload("电梯.txt")), **{"f0-recipients": "各单位"})
    newer = tmp_path / "电梯.txt"
    newer.write_text(DOCUMENT.replace(BODY[-1], "二、检查从严"), encoding="utf-8")

    line = only(newer)

    assert line["status"] == "skipped"
    assert "有人核对过" in line["reason"] and "「用文件替换正文」" in line["reason"]
    assert draft().recipients == "各单位"


def test_a_set_that_a_person_confirmed_gets_no_attachment_of_a_later_import(desk, world, tmp_path):
    table = "甲,乙\n1,2\n".encode()
    drop = dropped(desk, upload("电梯.txt"), upload("附件1：标准.csv", table))
    sent(desk, drop, **{"f1-name": "补助标准"})
    before = draft().latest_revision_id
    (tmp_path / "电梯.txt").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "附件1：标准.csv").write_bytes(table)
    (tmp_path / "附件2：流程.csv").write_bytes("丙,丁\n3,4\n".encode())

    (_document, same, new), _said = imported(tmp_path, user="leader")

    assert (same["status"], same["reason"]) == ("skipped", "已经导入过，没有变化。")
    assert new["status"] == "skipped" and "没有添加附件" in new["reason"]
    assert draft().latest_revision_id == before
    assert not Contribution.objects.filter(page=draft().pk, user=world.leader).exists()
