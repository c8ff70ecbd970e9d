"""A total that is not the sum of what it stands beside is told, and somebody has to look at it."""

import pytest

from interpretations.releases.submission.submit import NotReady, Submission, candidates, submit
from media.charts.table import read_table
from tests.charts.tables import chart
from tests.factories import make_set_showing

WRONG = "县区\t户数\n柴桑区\t10\n濂溪区\t20\n合计\t33"


def doubts(text):
    return [told for told in read_table(text).doubts if "加起来" in told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WRONG, "“合计”的“户数”写的是 33，其他各项加起来是 30，请核对。"),
        ("县区\t金额（元）\n全市合计\t9.5\n甲\t3\n乙\t4", "写的是 9.5，其他各项加起来是 7"),
        ("年\t城\t乡\t总计\n甲\t1\t2\t3\n乙\t3\t4\t8", "“乙”的“总计”写的是 8，其他各项加起来是 7"),
        ("县区\t户数（万户）\n甲\t10\n乙\t20\n合计\t3３", "写的是 33"),
    ],
)
def test_a_total_that_is_not_the_sum_is_told(text, told):
    assert told in doubts(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "县区\t户数\n柴桑区\t10\n濂溪区\t20\n合计\t30",
        "县区\t金额（亿元）\n甲\t1.24\n乙\t2.34\n合计\t3.59",
        "县区\t金额（万元）\n甲\t10\n乙\t20\n合计\t31",
        "项目\t占比\n甲\t33%\n乙\t33%\n合计\t100%",
        "县区\t人均（元）\n甲\t10\n乙\t20\n合计\t14",
        "县区\t户数\n甲\t10\n其中：乙\t5\n丙\t20\n合计\t30",
        "县区\t户数\n甲\t10\n乙\t-\n合计\t30",
        "县区\t增减\n甲\t-10\n乙\t5\n合计\t30",
        "县区\t户数\n甲\t10\n合计\t30",
        "月份\t当月\t上月\t1-6月累计\n5月\t1\t2\t30\n6月\t1\t2\t40",
    ],
)
def test_what_fits_or_cannot_be_told_is_not_doubted(text):
    assert doubts(text) == []


@pytest.mark.django_db
def test_a_doubtful_total_is_looked_at_before_the_set_is_submitted(world):
    policy = make_set_showing(world, chart(WRONG))
    ids = frozenset(page.pk for page in candidates(policy))

    with pytest.raises(NotReady) as refusal:
        submit(policy.pk, world.drafter, Submission(ids, confirm_all=False))

    [finding] = refusal.value.findings
    assert "加起来是 30" in finding.sentence
    assert finding.path.endswith(".data")
    assert submit(policy.pk, world.drafter, Submission(ids, confirmed=frozenset([finding.code])))
